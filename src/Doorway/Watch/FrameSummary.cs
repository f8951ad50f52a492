namespace Doorway.Watch;

/// <summary>A frame's headers in few words: what a ladder shows of it.</summary>
public sealed record FrameSummary
{
    /// <summary>"tcp", "udp", "icmp" or "other".</summary>
    public required string Protocol { get; init; }

    /// <summary>Who sent it: "127.0.0.1:45678"; without a port where it is ICMP.</summary>
    public required string Source { get; init; }

    /// <summary>To whom.</summary>
    public required string Destination { get; init; }

    /// <summary>The control bits that are set: "SYN ACK"; empty where it is no TCP.</summary>
    public string Flags { get; init; } = "";

    /// <summary>The number of its first byte, counted from the sender's SYN (0).</summary>
    public long Sequence { get; init; }

    /// <summary>The byte that is expected next, counted from the other's SYN (0); 0 without ACK.
    /// </summary>
    public long Acknowledgment { get; init; }

    /// <summary>How many bytes the sender has room for: scaled where the scale is known.</summary>
    public long Window { get; init; }

    /// <summary>How many bytes of data it carries.</summary>
    public int Length { get; init; }

    /// <summary>Where in the frame they begin, counted from its first byte.</summary>
    public int PayloadAt { get; init; }

    /// <summary>TCP's options: "mss 65495, sack, ts, wscale 7".</summary>
    public string Options { get; init; } = "";
}
