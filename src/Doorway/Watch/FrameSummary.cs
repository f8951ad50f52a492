using Doorway.Frames;

namespace Doorway.Watch;

/// <summary>A frame's headers in few words: what a ladder shows of it.</summary>
public sealed record FrameSummary
{
    static readonly (TcpFlags Flag, string Name)[] Bits =
    [
        (TcpFlags.Syn, "SYN"), (TcpFlags.Fin, "FIN"), (TcpFlags.Rst, "RST"),
        (TcpFlags.Psh, "PSH"), (TcpFlags.Ack, "ACK"), (TcpFlags.Urg, "URG"),
        (TcpFlags.Ece, "ECE"), (TcpFlags.Cwr, "CWR"),
    ];

    /// <summary>"tcp", "udp", "icmp" or "other".</summary>
    public required string Protocol { get; init; }

    /// <summary>Who sent it: "127.0.0.1:45678"; without a port where it is ICMP.</summary>
    public required string Source { get; init; }

    /// <summary>To whom.</summary>
    public required string Destination { get; init; }

    /// <summary>The control bits that are set: "SYN ACK"; empty where it is no TCP.</summary>
    public string Flags { get; init; } = "";

    /// <summary>How many bytes of data it carries.</summary>
    public int Length { get; init; }

    /// <summary>Where in the frame they begin, counted from its first byte.</summary>
    public int PayloadAt { get; init; }

    /// <summary>TCP's options: "mss 65495, sack, ts, wscale 7".</summary>
    public string Options { get; init; } = "";

    internal static FrameSummary Of(Frame frame) => new()
    {
        Protocol = frame.Protocol switch
        {
            FrameProtocol.Tcp => "tcp",
            FrameProtocol.Udp => "udp",
            _ => "icmp",
        },
        Source = Name(frame.Source),
        Destination = Name(frame.Destination),
        Flags = frame.Tcp is { } tcp
            ? string.Join(' ', Bits.Where(bit => (tcp.Flags & bit.Flag) != 0)
                .Select(bit => bit.Name))
            : "",
        Length = frame.Length,
        PayloadAt = frame.DataAt,
        Options = frame.Tcp is { } header ? string.Join(", ", OptionsOf(header)) : "",
    };

    static IEnumerable<string> OptionsOf(TcpHeader header)
    {
        if (header.MaximumSegmentSize is { } size)
        {
            yield return $"mss {size}";
        }

        if (header.MaySelect)
        {
            yield return "sack";
        }

        if (header.Timestamps is not null)
        {
            yield return "ts";
        }

        if (header.WindowScale is { } scale)
        {
            yield return $"wscale {scale}";
        }
    }

    static string Name(System.Net.IPEndPoint end) =>
        end.Port == 0 ? end.Address.ToString() : end.ToString();
}
