namespace Doorway.Frames;

/// <summary>The header of a TCP segment (RFC 9293 3.1).</summary>
sealed record TcpHeader
{
    /// <summary>The control bits.</summary>
    public required TcpFlags Flags { get; init; }

    /// <summary>The number of the segment's first byte, as it is on the wire.</summary>
    public required uint Sequence { get; init; }

    /// <summary>The number of the byte that is expected next, as it is on the wire.</summary>
    public required uint Acknowledgment { get; init; }

    /// <summary>The receive window, not scaled.</summary>
    public required int Window { get; init; }

    /// <summary>The largest segment it can take (option 2); null where it isn't said.</summary>
    public int? MaximumSegmentSize { get; init; }

    /// <summary>By how many bits windows are to be shifted (option 3, RFC 7323 2.2).</summary>
    public int? WindowScale { get; init; }

    /// <summary>Whether it understands selective acknowledgments (option 4, RFC 2018).</summary>
    public bool MaySelect { get; init; }

    /// <summary>The sender's clock and the echo of the other's (option 8, RFC 7323 3.2).
    /// </summary>
    public (uint Value, uint Echo)? Timestamps { get; init; }
}

/// <summary>The control bits of a segment, at their places in the header.</summary>
[Flags]
enum TcpFlags
{
    None = 0,
    Fin = 0x01,
    Syn = 0x02,
    Rst = 0x04,
    Psh = 0x08,
    Ack = 0x10,
    Urg = 0x20,
    Ece = 0x40,
    Cwr = 0x80,
}
