using System.Net.Sockets;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Bench;

/// <summary>Why a run is a failure, in one line: its fixed word, the address, what to do.</summary>
static class BenchVerdict
{
    const int Shown = 60;

    /// <summary>The line; null when the run is none.</summary>
    public static string? Of(LoadReport report)
    {
        LoadCounts counts = report.Counts;
        if (counts.Corrupted > 0)
        {
            return Wrong(report);
        }

        bool isVain = report.Plan.Expect == LoadExpectation.None
            ? counts.Sent == 0 : counts.Answered == 0;
        return isVain ? Vain(report) : Closed(report);
    }

    // Every connection ended before the run did.
    static string? Closed(LoadReport report)
    {
        LoadPlan plan = report.Plan;
        if (plan.Reconnect || report.ClosedByServer == 0
            || report.ClosedByServer < report.Connected)
        {
            return null;
        }

        return report.Counts.Answered <= report.Connected * plan.Depth
            ? $"CLOSED {plan.Target}: it closes after each answer; add --reconnect"
            : $"CLOSED {plan.Target}: it closed every connection before the run's end";
    }

    static string Vain(LoadReport report)
    {
        LoadPlan plan = report.Plan;
        if (Common(report) is { } error)
        {
            return Failure.ToReach(plan.Target, error.Key);
        }

        if (report.ClosedByServer > 0)
        {
            return $"CLOSED {plan.Target}: it closes without an answer";
        }

        const string Options = "(--timeout sets the time, --expect none only sends)";
        const string Wanted = "it may wait for a newline, or for the end of input";
        if (report.Counts.Sent == 0)
        {
            bool isSilent = plan.Target.Transport.IsStream && report.Connected > 0
                && plan.Expect != LoadExpectation.None;
            return $"TIMEOUT {plan.Target}: " + (isSilent
                ? $"what was sent first was not answered; {Wanted} {Options}"
                : "nothing could be sent");
        }

        string sent = report.Counts.Sent == 1
            ? "the message was not answered"
            : $"none of {Amount.Count(report.Counts.Sent)} messages was answered";
        string advice = plan.Target.Transport.IsStream
            ? Wanted : "UDP promises no delivery";
        string late = report.Counts.Late > 0
            ? $"; {Amount.Count(report.Counts.Late)} answers came later" : $"; {advice}";
        return $"TIMEOUT {plan.Target}: {sent} within {Amount.Asked(plan.Timeout)}{late} "
            + Options;
    }

    static KeyValuePair<SocketError, long>? Common(LoadReport report) => report.Errors.Count == 0
        ? null : report.Errors.MaxBy(error => error.Value);

    static string Wrong(LoadReport report)
    {
        LoadPlan plan = report.Plan;
        string answers = report.Counts.Corrupted == 1
            ? "an answer was wrong"
            : $"{Amount.Count(report.Counts.Corrupted)} answers were wrong";
        return $"{Failure.WrongAnswer} {plan.Target}: {answers}"
            + (report.FirstDifference is { } first ? Difference(first) : "") + Advice(plan);
    }

    static string Difference(LoadDifference first)
    {
        if (first.Expected.IsEmpty)
        {
            return $"; the first came unasked: {Around(first.Actual.Span, 0)}";
        }

        int at = first.Expected.Span.CommonPrefixLength(first.Actual.Span);
        return $"; the first differs from byte {at + 1} on: "
            + $"expected {Around(first.Expected.Span, at)}, got {Around(first.Actual.Span, at)}";
    }

    // The text from shortly before the difference, and its bytes there in hex.
    static string Around(ReadOnlySpan<byte> bytes, int at)
    {
        if (at >= bytes.Length)
        {
            return "the end";
        }

        const int Before = 20;
        const int InHex = 4;
        int start = Math.Max(0, at - Before);
        while (start < at && (bytes[start] & 0xC0) == 0x80)
        {
            start++;
        }

        string text = Escape.Line(bytes[start..], Shown);
        string cut = start > 0 ? "..." : "";
        string hex = Convert.ToHexStringLower(bytes[at..Math.Min(at + InHex, bytes.Length)]);
        return $"\"{cut}{text}\" (0x{hex})";
    }

    static string Advice(LoadPlan plan) => plan.Expect == LoadExpectation.Upper
        ? ". For a server that sends back what it gets: --expect echo"
        : ". For a server that answers in upper case: --expect upper";
}
