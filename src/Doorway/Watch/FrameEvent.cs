using Doorway.Frames;

namespace Doorway.Watch;

/// <summary>What is remarkable about a frame beside the others of its flow.</summary>
[Flags]
public enum FrameMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Bytes that were on the wire before.</summary>
    Retransmission = 1,

    /// <summary>Bytes before it have not been seen yet; a datagram: one that was sent later was
    /// seen before (RFC 4737 3).</summary>
    OutOfOrder = 2,

    /// <summary>A datagram that was on the wire before.</summary>
    Duplicate = 4,

    /// <summary>The same acknowledgment again (RFC 5681 2).</summary>
    DuplicateAcknowledgment = 8,

    /// <summary>The receiver has no room (RFC 9293 3.8.6).</summary>
    ZeroWindow = 16,

    /// <summary>It has room again.</summary>
    WindowUpdate = 32,

    /// <summary>A byte that asks for the window, or keeps the connection alive.</summary>
    Probe = 64,

    /// <summary>The answer that no socket is there: a reset to a SYN, or ICMP.</summary>
    Refusal = 128,

    /// <summary>A reset of a connection that had been opened (RFC 9293 3.5.2).</summary>
    Reset = 256,
}

/// <summary>A segment's numbers, counted as one reads them.</summary>
/// <param name="Sequence">That of its first byte; its sender's SYN is 0.</param>
/// <param name="Acknowledgment">The byte expected next; 0 where it acknowledges nothing.</param>
/// <param name="Window">For how many bytes its sender has room, scaled (RFC 7323 2.3).</param>
public readonly record struct SegmentNumbers(long Sequence, long Acknowledgment, long Window);

/// <summary>A frame, as it was on the wire.</summary>
public sealed record FrameEvent : WatchEvent
{
    readonly Frame? _decoded;
    readonly Segment? _segment;

    /// <summary>The frame from its link-layer header on, as much of it as was kept.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>What it begins with; Ethernet unless it comes from somebody's recording.</summary>
    public LinkType Link { get; init; } = LinkType.Ethernet;

    /// <summary>How long it was on the wire.</summary>
    public int OriginalLength { get; init; }

    /// <summary>Which bytes of which flow it carries; its length is 0 for a bare segment; null
    /// where it belongs to no flow.</summary>
    public FlowRange? Range { get; init; }

    /// <summary>Its numbers as one reads them; null where it is no TCP segment.</summary>
    public SegmentNumbers? Numbers
    {
        get => _segment?.Numbers;
        init => _segment = Segment.Of(value, States);
    }

    /// <summary>What is remarkable about it.</summary>
    public FrameMarks Marks { get; init; }

    /// <summary>The states of the client's and the server's end after it ("ESTABLISHED"), by RFC
    /// 9293 3.3.2 as far as frames tell; null for a datagram.</summary>
    public (string Client, string Server)? States
    {
        get => _segment?.States;
        init => _segment = Segment.Of(Numbers, value);
    }

    /// <summary>Its headers in few words; null where it is neither TCP nor UDP nor ICMP over them.
    /// </summary>
    public FrameSummary? Summary =>
        Decoded is { } frame ? FrameSummary.Of(frame) : null;

    /// <summary>Its headers, decoded; null where it is neither TCP nor UDP nor ICMP over them.
    /// </summary>
    internal Frame? Decoded
    {
        get => _decoded ?? FrameDecoder.Decode(Bytes, Time, Link);
        init => _decoded = value;
    }

    /// <summary>The frame as a log keeps it: its headers, decoded, would be as large again.
    /// </summary>
    internal FrameEvent Kept(long number) => this with { Number = number, Decoded = null };

    // What a datagram has not: of those there may be very many.
    sealed record Segment(SegmentNumbers? Numbers, (string Client, string Server)? States)
    {
        public static Segment? Of(
            SegmentNumbers? numbers, (string Client, string Server)? states) =>
            numbers is null && states is null ? null : new(numbers, states);
    }
}
