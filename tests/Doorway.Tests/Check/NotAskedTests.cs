using Doorway.Check;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>A program of which nothing could be found out is not called right.</summary>
public sealed class NotAskedTests
{
    const string Mute = """
        import socket
        server = socket.create_server(('', PORT))
        let_in = []
        while True:
            let_in.append(server.accept())
        """;

    static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_program_that_answers_nothing_does_not_pass_what_could_not_be_tried()
    {
        CheckReport report = await CheckAsync(TimeSpan.FromMinutes(2), "tcp/stream/overflow");
        Assert.Equal(CaseOutcome.Skipped, Assert.Single(report.Results).Outcome);
        Assert.Equal("it does not answer a message", report.NotAsked);
        Assert.False(report.IsRight);
    }

    [Fact]
    public async Task Where_a_case_says_why_that_is_enough()
    {
        CheckReport report = await CheckAsync(
            TimeSpan.FromMinutes(2), "tcp/stream/overflow", "tcp/answer/none");
        Assert.Null(report.NotAsked);
        Assert.False(report.IsRight);
    }

    [Fact]
    public async Task To_get_to_know_it_takes_no_longer_than_the_whole_check_may()
    {
        CheckReport report = await CheckAsync(TimeSpan.FromMilliseconds(300), "tcp/answer/none");
        Assert.False(report.IsRight);
        Assert.True(report.Time < Time, $"It took {report.Time}.");
    }

    static Task<CheckReport> CheckAsync(TimeSpan total, params string[] only)
    {
        int port = FreePorts.Next();
        return CheckRun.RunAsync(new CheckPlan
        {
            Role = CheckRole.Server,
            Command = ["python3", "-c", Mute.Replace("PORT", $"{port}", StringComparison.Ordinal)],
            Address = Address.Of(Transport.Tcp, "", port),
            Only = only,
            CaseTime = Time,
            TotalTime = total,
        });
    }
}
