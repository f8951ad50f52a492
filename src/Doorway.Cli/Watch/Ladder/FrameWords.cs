using System.Text.RegularExpressions;
using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>A frame in a few words, for an arrow: <c>PSH ACK seq 1 len 5 "hello"</c>.</summary>
static partial class FrameWords
{
    const int MessageLength = 24;

    /// <summary>The words.</summary>
    public static string Of(FrameEvent frame, FrameSummary summary, LadderStyle style)
    {
        string marks = frame.Marks == FrameMarks.None ? ""
            : $" [{string.Join(", ", Names(frame.Marks))}]";
        string text = summary.Length == 0 ? ""
            : $" \"{style.Message(Data(frame, summary), MessageLength)}\"";
        string numbers = frame.Numbers is not { } number ? ""
            : $" seq {number.Sequence}"
                + (summary.Flags.Contains("ACK", StringComparison.Ordinal)
                    ? $" ack {number.Acknowledgment}" : "")
                + (summary.Length == 0 ? $" win {number.Window}" : "");
        return summary.Protocol switch
        {
            "tcp" => $"{summary.Flags}{marks}{numbers}{Length(summary)}{text}",
            "udp" => $"datagram{marks}{Length(summary)}{text}",
            _ => $"ICMP port unreachable{marks}",
        };
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
