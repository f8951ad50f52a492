namespace Doorway;

/// <summary>
/// What a link did in one direction so far; a snapshot. Of datagrams, at any time,
/// <see cref="Received"/> is the sum of <see cref="Forwarded"/>, <see cref="Lost"/>,
/// <see cref="DroppedByQueue"/>, <see cref="NotSent"/> and <see cref="Waiting"/>.
/// </summary>
public readonly record struct LinkCounts
{
    /// <summary>Messages that came in: datagrams, or pieces of streams.</summary>
    public long Received { get; init; }

    /// <summary>Messages that went out, copies not counted.</summary>
    public long Forwarded { get; init; }

    /// <summary>Bytes that came in.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes that went out, those of copies too.</summary>
    public long BytesForwarded { get; init; }

    /// <summary>Datagrams dropped by chance (loss, bursts of loss).</summary>
    public long Lost { get; init; }

    /// <summary>
    /// Datagrams dropped because a queue was full: that of the rate limit, or the link itself.
    /// </summary>
    public long DroppedByQueue { get; init; }

    /// <summary>Further copies that went out.</summary>
    public long Duplicated { get; init; }

    /// <summary>
    /// Datagrams that went out after one that had come in later (RFC 4737, Type-P-Reordered; of
    /// each client by itself, copies not counted).
    /// </summary>
    public long Reordered { get; init; }

    /// <summary>Datagrams in which a bit was changed.</summary>
    public long Corrupted { get; init; }

    /// <summary>Messages that were kept for a while.</summary>
    public long Delayed { get; init; }

    /// <summary>Messages that wait in the link now.</summary>
    public long Waiting { get; init; }

    /// <summary>
    /// Datagrams that could not be sent on: too large, nobody there, no room, one client too many.
    /// </summary>
    public long NotSent { get; init; }

    /// <summary>Datagrams that the kernel dropped before the link could receive them.</summary>
    public long DroppedByKernel { get; init; }

    /// <summary>
    /// Segments that a segment filter dropped before TCP saw them (SO_MEMINFO).
    /// </summary>
    public long SegmentsDropped { get; init; }

    /// <summary>
    /// Segments that the senders' TCP sent again meanwhile (TCP_INFO); those of senders on other
    /// machines can't be read and are not counted.
    /// </summary>
    public long SegmentsRetransmitted { get; init; }
}
