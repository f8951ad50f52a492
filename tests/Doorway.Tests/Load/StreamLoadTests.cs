using Doorway.Services;

namespace Doorway.Tests.Load;

/// <summary>A load over streams, on every engine, against servers that do as they should.</summary>
public sealed class StreamLoadTests
{
    static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    static readonly TimeSpan Warm = TimeSpan.FromMilliseconds(100);

    public static TheoryData<string, string> Streams => Venue.Streams;

    static async Task<LoadReport> RunAsync(
        Venue venue, Func<LoadPlan, LoadPlan> change, IService? service = null)
    {
        await using Server server = await venue.ServeAsync(
            options => options with { Service = service ?? ToUpper.Instance });
        return await LoadRun.RunAsync(change(new LoadPlan
        {
            Target = server.Addresses[0],
            Engine = venue.Engine,
            WarmUp = Warm,
            Duration = Short,
            Timeout = TimeSpan.FromSeconds(10),
        })).InTime(30);
    }

    static void AssertClean(LoadReport report)
    {
        LoadCounts counts = report.Counts;
        Assert.Equal(counts.Sent, counts.Answered);
        Assert.Equal((0, 0, 0), (counts.Lost, counts.Late, counts.Corrupted));
        Assert.Equal(counts.Answered, report.FromPlan.Count);
        Assert.Equal(counts.Answered, report.FromSend.Count);
        Assert.Empty(report.Errors);
        Assert.Equal(0, report.ClosedByServer);
        Assert.Equal(0, report.Unsent);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_count_is_sent_and_answered_exactly(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        LoadReport report = await RunAsync(
            venue, plan => plan with { Connections = 4, Depth = 7, Count = 10_001 });
        AssertClean(report);
        Assert.Equal(10_001, report.Counts.Sent);
        Assert.Equal(10_001 * 64, report.Counts.BytesSent);
        Assert.Equal(10_001 * 64, report.Counts.BytesReceived);
        Assert.Equal(4, report.Connected);
        Assert.True(report.AnswersPerSecond > 0);
        Assert.Equal(10_001, report.Timeline.Sum(second => second.Counts.Answered));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_duration_is_kept_and_the_warm_up_left_out(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        LoadReport report = await RunAsync(venue, plan => plan with { Connections = 3 });
        AssertClean(report);
        Assert.InRange(report.Counts.Sent, 10, long.MaxValue);
        Assert.InRange(report.Elapsed.TotalMilliseconds, 100, 10_000);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task An_answer_may_have_more_bytes_than_its_message(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        LoadReport report = await RunAsync(
            venue, plan => plan with
            {
                Text = "ŉ ﬃ ΐ straße и ещё 日本 𐐨 ",
                Size = 33,
                Depth = 16,
                Count = 5_000,
            });
        AssertClean(report);
        Assert.True(report.Counts.BytesReceived > report.Counts.BytesSent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Messages_may_be_small_and_large(int size)
    {
        foreach (Engine engine in Venue.Engines)
        {
            using var venue = new Venue(engine.Name, "tcp4");
            LoadReport report = await RunAsync(
                venue,
                plan => plan with { Size = size, Depth = 5, Count = 300, Connections = 2 });
            AssertClean(report);
            Assert.Equal(300, report.Counts.Answered);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task An_echo_is_expected_when_asked_for(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        LoadReport report = await RunAsync(
            venue, plan => plan with { Expect = LoadExpectation.Echo, Count = 500 },
            Echo.Instance);
        AssertClean(report);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_schedule_is_sent_whole(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        LoadReport report = await RunAsync(
            venue,
            plan => plan with { Connections = 3, Depth = 64, Rate = 2_000, Duration = Short });
        AssertClean(report);
        Assert.Equal(600, report.Counts.Sent);
        Assert.True(report.FromPlan.Max >= report.FromSend.Max);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_count_may_be_scheduled(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        LoadReport report = await RunAsync(
            venue, plan => plan with { Connections = 3, Rate = 5_000, Count = 1_234 });
        AssertClean(report);
        Assert.Equal(1_234, report.Counts.Sent);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Every_message_may_have_a_connection(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        LoadReport report = await RunAsync(
            venue,
            plan => plan with { Connections = 3, Reconnect = true, Count = 200 });
        AssertClean(report);
        Assert.Equal(200, report.Counts.Answered);
        Assert.InRange(report.Connected, 200, long.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Every_message_of_a_schedule_may_have_a_connection(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        LoadReport report = await RunAsync(
            venue,
            plan => plan with { Connections = 3, Reconnect = true, Rate = 500, Count = 100 });
        AssertClean(report);
        Assert.Equal(100, report.Counts.Answered);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Nobody_need_answer(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        LoadReport report = await RunAsync(
            venue,
            plan => plan with
            {
                Expect = LoadExpectation.None,
                Connections = 2,
                Count = 20_000,
                WarmUp = TimeSpan.Zero,
            });
        Assert.Equal(20_000, report.Counts.Sent);
        Assert.Equal(0, report.FromPlan.Count);
        Assert.Equal(0, report.Counts.Lost);
    }

    [Fact]
    public async Task Each_second_is_told()
    {
        var told = new List<LoadSecond>();
        using var venue = new Venue(Engine.Default.Name, "tcp4");
        LoadReport report = await RunAsync(
            venue,
            plan => plan with
            {
                Rate = 500,
                Depth = 100,
                Duration = TimeSpan.FromSeconds(2),
                Progress = told.Add,
            });
        Assert.Equal(report.Timeline, told);
        Assert.Equal(2, told.Count);
        Assert.Equal(report.Counts, told.Select(one => one.Counts).Aggregate(LoadCounts.Add));
        Assert.Equal(TimeSpan.FromSeconds(1), told[1].Start);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Stopped_it_reports_so_far(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        LoadReport report = await LoadRun.RunAsync(
            new LoadPlan
            {
                Target = server.Addresses[0],
                Engine = venue.Engine,
                WarmUp = TimeSpan.Zero,
                Duration = TimeSpan.FromHours(1),
            },
            stop.Token).InTime(30);
        AssertClean(report);
        Assert.InRange(report.Counts.Sent, 1, long.MaxValue);
    }
}
