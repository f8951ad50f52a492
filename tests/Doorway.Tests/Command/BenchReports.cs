using System.Net.Sockets;
using Doorway.Cli.Bench;

namespace Doorway.Tests.Command;

/// <summary>Reports of runs that never were, with figures that a test can name.</summary>
static class BenchReports
{
    public static readonly LoadPlan Plan = new()
    {
        Target = Doorway.Address.Parse("udp://127.0.0.1:12000"),
        Rate = 1000,
        Duration = TimeSpan.FromSeconds(4),
    };

    /// <summary>
    /// Four seconds of 1000 messages, answered in 1 ms; but in the third second the server stood
    /// still for its first half: those due then waited from their planned time.
    /// </summary>
    public static LoadReport WithPause()
    {
        LoadSecond[] seconds = [.. Enumerable.Range(0, 4).Select(Second)];
        return new LoadReport
        {
            Plan = Plan,
            Elapsed = TimeSpan.FromSeconds(4),
            Counts = seconds.Aggregate(default(LoadCounts), (sum, second) => sum + second.Counts),
            FromPlan = Sum(seconds.Select(second => second.FromPlan)),
            FromSend = Sum(seconds.Select(second => second.FromSend)),
            Timeline = seconds,
            LossRuns = new Dictionary<int, long> { [3] = 1, [1] = 9 },
            SentPerSecond = 999.5,
            DroppedByKernel = 2,
            DroppedAtTarget = 10,
            Generator = new LoadGenerator(0.25, 4, TimeSpan.FromMilliseconds(2.5), null),
        };
    }

    /// <summary>Nobody answered.</summary>
    public static LoadReport InVain(string target = "tcp://127.0.0.1:12000") => new()
    {
        Plan = Plan with { Target = Doorway.Address.Parse(target), Rate = null },
        Counts = new LoadCounts { Sent = 64, Lost = 64, BytesSent = 4096 },
        FromPlan = new Histogram(),
        FromSend = new Histogram(),
        Generator = new LoadGenerator(0, 0, TimeSpan.Zero, null),
    };

    public static LoadReport Failed(string target, SocketError error) => InVain(target) with
    {
        Counts = default,
        Errors = new Dictionary<SocketError, long> { [error] = 64 },
    };

    public static BenchOutcome Outcome(this LoadReport report, string? failure = null) =>
        new(
            new BenchPlan
            {
                Load = report.Plan,
                CommandLine = "doorway bench --text '<é & \"b\">' udp://127.0.0.1:12000",
            },
            report)
        {
            Failure = failure,
        };

    static LoadSecond Second(int number)
    {
        var fromPlan = new Histogram();
        var fromSend = new Histogram();
        for (int i = 0; i < 1000; i++)
        {
            bool waited = number == 2 && i < 500;
            fromSend.Record(1_000_000);
            fromPlan.Record(waited ? (500 - i) * 1_000_000L : 1_000_000);
        }

        return new LoadSecond(
            TimeSpan.FromSeconds(number), TimeSpan.FromSeconds(1),
            new LoadCounts
            {
                Sent = 1003,
                Answered = 1000,
                Lost = 3,
                Reordered = number,
                BytesSent = 64_192,
                BytesReceived = 64_000,
            },
            fromPlan, fromSend);
    }

    static Histogram Sum(IEnumerable<Histogram> histograms)
    {
        var sum = new Histogram();
        foreach (Histogram histogram in histograms)
        {
            sum.Add(histogram);
        }

        return sum;
    }
}
