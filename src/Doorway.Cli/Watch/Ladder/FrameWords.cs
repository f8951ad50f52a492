using System.Text.RegularExpressions;
using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>A frame in a few words, for an arrow: <c>PSH ACK seq 1 len 5 "hello"</c>.</summary>
static partial class FrameWords
{
    const int MessageLength = 24;

    /// <summary>The words, and fewer and fewer of them for those who have less room.</summary>
    public static IEnumerable<string> Of(
        FrameEvent frame, FrameSummary summary, LadderStyle style)
    {
        string marks = frame.Marks == FrameMarks.None ? ""
            : $" [{string.Join(", ", Names(frame.Marks))}]";
        string text = summary.Length == 0 ? ""
            : $" \"{style.Message(Data(frame, summary), MessageLength)}\"";
        string name = summary.Protocol switch
        {
            "tcp" => summary.Flags,
            "udp" => "datagram",
            _ => "ICMP port unreachable",
        } + marks;
        string length = Length(summary);
        if (frame.Numbers is { } number)
        {
            string acknowledgment = summary.Flags.Contains("ACK", StringComparison.Ordinal)
                ? $" ack {number.Acknowledgment}" : "";
            string window = summary.Length == 0 ? $" win {number.Window}" : "";
            string numbers = $" seq {number.Sequence}{acknowledgment}";
            yield return name + numbers + window + length + text;
            yield return name + numbers + length + text;
            yield return name + numbers + length;
        }

        yield return name + length + text;
        yield return name + length;
        yield return name;
    }

    static string Length(FrameSummary summary) =>
        summary.Length > 0 || summary.Protocol == "udp" ? $" len {summary.Length}" : "";

    static ReadOnlySpan<byte> Data(FrameEvent frame, FrameSummary summary) =>
        frame.Bytes.Span[Math.Clamp(summary.PayloadAt, 0, frame.Bytes.Length)..];

    /// <summary>"retransmission", "duplicate acknowledgment".</summary>
    static IEnumerable<string> Names(FrameMarks marks) =>
        from mark in Enum.GetValues<FrameMarks>()
        where mark != FrameMarks.None && marks.HasFlag(mark)
        select WordEnd().Replace(mark.ToString(), " ").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordEnd();
}
