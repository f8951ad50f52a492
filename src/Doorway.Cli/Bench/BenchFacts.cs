using System.Globalization;
using System.Net.Sockets;

namespace Doorway.Cli.Bench;

/// <summary>What else a run has measured, each fact with its name and in words.</summary>
static class BenchFacts
{
    /// <summary>The facts, what is nothing and says nothing left out.</summary>
    public static IEnumerable<(string Name, string Words)> Of(BenchOutcome outcome)
    {
        LoadReport report = outcome.Report;
        if (outcome.Search is { } search)
        {
            yield return ("highest", BenchSearch.Words(search, outcome.Plan));
        }

        yield return ("rate", Rate(report));
        if (report.Unsent > 0)
        {
            yield return ("unsent", Unsent(report));
        }

        if (report.Plan.Count is { } count && report.Counts.Sent + report.Unsent < count)
        {
            yield return ("ended", $"early: {Amount.Count(report.Counts.Sent)} of the "
                + $"{Amount.Count(count)} messages asked for were sent");
        }

        yield return ("volume", Volume(report));
        if (report.Plan.Target.Transport == Transport.Udp)
        {
            yield return ("dropped", Dropped(report));
        }

        if (report.Plan.Target.Transport.IsStream)
        {
            yield return ("connected", Connections(report));
        }

        if (report.Errors.Count > 0)
        {
            yield return ("failures", string.Join(", ", report.Errors.Select(Failed)));
        }

        yield return ("generator", Generator(report.Generator, report.Plan.Rate is not null));
    }

    static string Rate(LoadReport report)
    {
        string answers = report.Plan.Expect == LoadExpectation.None
            ? "" : $"{Amount.Rate(report.AnswersPerSecond)} answers a second, ";
        string sent = $"{Amount.Rate(report.SentPerSecond)} messages sent";
        return report.Plan.Rate is { } asked
            ? $"{answers}{sent} of the {Amount.Rate(asked)} asked for"
            : $"{answers}{sent}";
    }

    static string Unsent(LoadReport report) =>
        $"{Amount.Of(report.Unsent, "message")} due, and never sent: "
        + (report.Plan.Target.Transport.IsStream
            ? "no connection was free for them (-c and --depth allow more at once)"
            : "the generator had no time for them");

    static string Volume(LoadReport report)
    {
        double seconds = report.Elapsed.TotalSeconds;
        double PerSecond(long bytes) => seconds > 0 ? bytes / seconds : 0;
        return $"{Amount.Bytes(PerSecond(report.Counts.BytesSent))}/s out, "
            + $"{Amount.Bytes(PerSecond(report.Counts.BytesReceived))}/s in, "
            + $"for {Amount.Time(report.Elapsed)}";
    }

    static string Dropped(LoadReport report)
    {
        string target = report.DroppedAtTarget is { } dropped
            ? $"{Amount.Count(dropped)} at the server's"
            : "unknown at the server's (it is not on this machine, or not to be seen)";
        return $"by the kernel: {Amount.Count(report.DroppedByKernel)} at the generator's own "
            + $"sockets, {target}";
    }

    static string Connections(LoadReport report)
    {
        string opened = Amount.Of(report.Connected, "time");
        return report.ClosedByServer > 0
            ? $"{opened}; the server closed {Amount.Count(report.ClosedByServer)} of them first"
            : opened;
    }

    static string Failed(KeyValuePair<SocketError, long> error) =>
        $"{Failure.Word(error.Key)} {Amount.Of(error.Value, "time")}";

    static string Generator(LoadGenerator generator, bool isOpenLoop)
    {
        string used = string.Create(
            CultureInfo.InvariantCulture, $"{generator.Processor:0.00} of a core");
        string late = isOpenLoop
            ? $", {Amount.Of(generator.LateSends, "late send")}"
                + (generator.LateSends > 0 ? $" (up to {Amount.Time(generator.WorstDelay)})" : "")
            : "";
        return generator.Limit is { } limit
            ? $"{used}{late}. {limit}" : $"{used}{late}; it was not the limit";
    }
}
