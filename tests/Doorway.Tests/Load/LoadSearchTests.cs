namespace Doorway.Tests.Load;

/// <summary>A search asks a server that is only computed: what it does is the same each time.
/// </summary>
public sealed class LoadSearchTests
{
    static readonly LoadPlan Plan = new() { Target = Address.Parse("tcp://127.0.0.1:9") };

    static LoadReport Report(LoadPlan plan, bool holds, long answered = 1_000)
    {
        var latency = new Histogram();
        latency.Record(holds ? 1_000_000 : 50_000_000);
        return new LoadReport
        {
            Plan = plan,
            FromPlan = latency,
            FromSend = latency,
            Counts = new LoadCounts { Sent = 1_000, Answered = answered },
            Generator = new LoadGenerator(0, 0, default, null),
        };
    }

    static Task<LoadSearchResult> SearchAsync(
        Func<LoadPlan, int, LoadReport> answer, LoadGoal? goal = null,
        CancellationToken cancellation = default)
    {
        int runs = 0;
        return LoadSearch.RunAsync(
            Plan, goal ?? new LoadGoal(),
            (plan, _) => Task.FromResult(answer(plan, runs++)), cancellation);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(700)]
    [InlineData(1_000)]
    [InlineData(98_765)]
    [InlineData(3_000_000)]
    public async Task The_highest_rate_that_holds_is_found(double capacity)
    {
        LoadSearchResult found = await SearchAsync(
            (plan, _) => Report(plan, plan.Rate <= capacity));
        Assert.InRange(found.Best!.Plan.Rate!.Value, capacity / 1.05, capacity);
        Assert.InRange(found.FailsFrom!.Value, capacity, capacity * 1.05);
        Assert.InRange(found.Steps.Count, 1, 45);
    }

    [Fact]
    public async Task The_runs_are_open_loops_of_the_goals_length()
    {
        var goal = new LoadGoal { RunTime = TimeSpan.FromSeconds(3), FirstRate = 512 };
        LoadSearchResult found = await SearchAsync(
            (plan, _) => Report(plan, plan.Rate <= 600), goal);
        Assert.Equal([512, 1_024], found.Steps.Take(2).Select(step => step.Rate));
        Assert.All(found.Steps, step =>
        {
            Assert.Equal(goal.RunTime, step.Report.Plan.Duration);
            Assert.Null(step.Report.Plan.Count);
        });
    }

    [Fact]
    public async Task One_bad_run_of_a_rate_that_holds_changes_nothing()
    {
        LoadSearchResult clean = await SearchAsync(
            (plan, _) => Report(plan, plan.Rate <= 20_000));
        LoadSearchResult disturbed = await SearchAsync(
            (plan, run) => Report(plan, plan.Rate <= 20_000 && run != 2));
        Assert.Equal(clean.Best!.Plan.Rate, disturbed.Best!.Plan.Rate);
        Assert.Contains(disturbed.Steps, step => !step.Holds && step.Rate <= 20_000);
    }

    [Fact]
    public async Task One_lucky_run_of_a_rate_that_fails_is_not_reported()
    {
        // It is the last one of the doubling, which needs one run alone.
        bool isLucky = true;
        LoadSearchResult found = await SearchAsync((plan, _) =>
        {
            bool holds = plan.Rate <= 3_000 || (plan.Rate == 4_000 && isLucky);
            isLucky &= plan.Rate != 4_000;
            return Report(plan, holds);
        });
        Assert.InRange(found.Best!.Plan.Rate!.Value, 3_000 / 1.05, 3_000);
    }

    [Fact]
    public async Task Too_few_answers_fail_however_fast_they_are()
    {
        LoadSearchResult found = await SearchAsync(
            (plan, _) => Report(plan, holds: true, plan.Rate <= 5_000 ? 999 : 998));
        Assert.InRange(found.Best!.Plan.Rate!.Value, 5_000 / 1.05, 5_000);
        Assert.Equal("99.8 % were answered in time", found.Steps.First(step => !step.Holds).Failure);
    }

    [Fact]
    public async Task Where_nothing_holds_there_is_no_best_rate()
    {
        LoadSearchResult found = await SearchAsync((plan, _) => Report(plan, holds: false));
        Assert.Null(found.Best);
        Assert.Equal("Not even one message a second holds.", found.Ended);
        Assert.Equal("p99 was 50 ms", found.Steps[0].Failure);
    }

    [Fact]
    public async Task Where_nothing_can_be_sent_it_ends_at_once()
    {
        LoadSearchResult found = await SearchAsync((plan, _) => Report(plan, true) with
        {
            Counts = default,
            Errors = new Dictionary<System.Net.Sockets.SocketError, long>
            {
                [System.Net.Sockets.SocketError.ConnectionRefused] = 1,
            },
        });
        Assert.Null(found.Best);
        Assert.Single(found.Steps);
        Assert.Equal("Nothing could be sent: ConnectionRefused.", found.Ended);
    }

    [Fact]
    public async Task Its_runs_are_bounded()
    {
        LoadSearchResult found = await SearchAsync(
            (plan, _) => Report(plan, plan.Rate <= 98_765), new LoadGoal { MostRuns = 12 });
        Assert.Equal(12, found.Steps.Count);
        Assert.InRange(found.Best!.Plan.Rate!.Value, 64_000, 98_765);
        Assert.Equal("It has made 12 runs.", found.Ended);
    }

    [Fact]
    public async Task Stopped_it_tells_what_it_knows()
    {
        using var stop = new CancellationTokenSource();
        LoadSearchResult found = await SearchAsync(
            (plan, run) =>
            {
                if (run == 4)
                {
                    stop.Cancel();
                }

                return Report(plan, true);
            },
            cancellation: stop.Token);
        Assert.Equal(8_000, found.Best!.Plan.Rate);
        Assert.Null(found.FailsFrom);
        Assert.Equal("It was stopped.", found.Ended);
    }

    [Fact]
    public async Task A_goal_that_makes_no_sense_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => SearchAsync(
            (plan, _) => Report(plan, true), new LoadGoal { Precision = 1 }));

    [Fact]
    public async Task A_silent_server_is_not_asked_at_every_rate()
    {
        LoadSearchResult found = await SearchAsync((plan, _) => Report(plan, false, answered: 0));
        Assert.Null(found.Best);
        Assert.Equal(2, found.Steps.Count);
        Assert.Equal("Nothing was answered.", found.Ended);
    }
}
