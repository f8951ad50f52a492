namespace Doorway;

/// <summary>What a server has done so far; a snapshot.</summary>
public sealed record Counters
{
    /// <summary>Connections accepted and served.</summary>
    public long Accepted { get; init; }

    /// <summary>Connections reset because the cap was reached.</summary>
    public long RefusedAtCap { get; init; }

    /// <summary>Connections reset because their source had too many.</summary>
    public long RefusedPerSource { get; init; }

    /// <summary>Connections open now.</summary>
    public long Open { get; init; }

    /// <summary>Connections that ended with a reset or a time-out from the peer's side.</summary>
    public long Failed { get; init; }

    /// <summary>Connections closed for being idle.</summary>
    public long ClosedIdle { get; init; }

    /// <summary>Connections closed because their peer left answers unread.</summary>
    public long ClosedStalled { get; init; }

    /// <summary>Times that accept(2) failed, for example at the open-file limit.</summary>
    public long AcceptFailures { get; init; }

    /// <summary>Bytes received on connections.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes sent on connections.</summary>
    public long BytesSent { get; init; }

    /// <summary>Datagrams received, dropped ones included.</summary>
    public long DatagramsReceived { get; init; }

    /// <summary>Datagrams answered.</summary>
    public long DatagramsAnswered { get; init; }

    /// <summary>Dropped: over the rate of a source off this host.</summary>
    public long DroppedOverRate { get; init; }

    /// <summary>Dropped: the same answer went back and forth, as between two servers.</summary>
    public long DroppedAsLoop { get; init; }

    /// <summary>
    /// Dropped: from port 0, a well-known port under 1024, or one of our own ports.
    /// </summary>
    public long DroppedSourcePort { get; init; }

    /// <summary>Dropped: larger than the receive buffer.</summary>
    public long DroppedTruncated { get; init; }

    /// <summary>Dropped: the answer does not fit into a datagram.</summary>
    public long DroppedAnswerTooLarge { get; init; }

    /// <summary>Dropped: the service threw, or had no answer.</summary>
    public long DroppedNoAnswer { get; init; }

    /// <summary>
    /// Dropped: the sender has no address to answer to (a Unix socket that was not bound).
    /// </summary>
    public long DroppedNoAddress { get; init; }

    /// <summary>
    /// Dropped: the kernel did not take the answer (the peer has gone, its queue is full).
    /// </summary>
    public long DroppedNotSent { get; init; }

    /// <summary>
    /// Datagrams that the kernel dropped before they were received, because they came faster than
    /// they were read or were damaged; 0 where it doesn't tell (it does on Linux). They are no
    /// part of <see cref="DatagramsReceived"/> and <see cref="DatagramsDropped"/>.
    /// </summary>
    public long DroppedByKernel { get; init; }

    /// <summary>All datagrams that were received and not answered.</summary>
    public long DatagramsDropped =>
        DroppedOverRate + DroppedAsLoop + DroppedSourcePort + DroppedTruncated
        + DroppedAnswerTooLarge + DroppedNoAnswer + DroppedNoAddress + DroppedNotSent;
}
