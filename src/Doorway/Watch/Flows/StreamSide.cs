using Doorway.Frames;

namespace Doorway.Watch.Flows;

/// <summary>
/// What one side of a connection sends: how far its calls and its segments have come. Sequence
/// numbers are counted from the SYN, which is 0, and beyond 32 bits.
/// </summary>
sealed class StreamSide
{
    uint _first;
    long _shift;

    /// <summary>How many bytes its calls have sent.</summary>
    public long Sent { get; set; }

    /// <summary>How many of them the other side's calls have received.</summary>
    public long Received { get; set; }

    /// <summary>Whether a call that sent was seen.</summary>
    public bool HasSend { get; set; }

    /// <summary>Whether a call that received was seen.</summary>
    public bool HasReceive { get; set; }

    /// <summary>Whether it was told that its sender has finished.</summary>
    public bool IsFinTold { get; set; }

    /// <summary>How many bytes a link has judged.</summary>
    public long Fated { get; set; }

    /// <summary>Whether any segment was seen, or acknowledged.</summary>
    public bool HasFrames { get; private set; }

    /// <summary>Whether its SYN was seen, so that its numbers are right from the first on.
    /// </summary>
    public bool HasSyn { get; private set; }

    /// <summary>Whether offsets of calls and of segments are known to be the same.</summary>
    public bool IsAligned { get; private set; }

    /// <summary>The bytes on the wire, and the receive window.</summary>
    public SegmentLine Line { get; } = new();

    /// <summary>The latest bytes that were seen, until calls and segments are aligned.</summary>
    public RecentBytes? Tail { get; private set; }

    /// <summary>Whether a SYN has another number than the one that was seen.</summary>
    public bool IsAnother(TcpHeader syn) => HasFrames && _first != syn.Sequence;

    /// <summary>Counts from a SYN.</summary>
    public void Begin(uint syn) => (_first, HasFrames, HasSyn) = (syn, true, true);

    /// <summary>Counts from a segment in the middle, whose first byte becomes number 1.</summary>
    public void BeginInside(uint sequence)
    {
        (_first, HasFrames) = (sequence - 1, true);
        Line.BeginInside();
    }

    /// <summary>A number as it is on the wire, counted from the SYN.</summary>
    public long Count(uint wire) =>
        Line.Next + (int)(wire - unchecked(_first + (uint)Line.Next));

    /// <summary>Where a segment's first byte is among all that the side sends.</summary>
    public long OffsetOf(long sequence) => Math.Max(sequence - 1 + _shift, 0);

    /// <summary>The place of a byte among those sent becomes known.</summary>
    public void Align(long sequence, long offset)
    {
        _shift = offset - (sequence - 1);
        IsAligned = true;
        Tail = null;
    }

    /// <summary>Calls and segments need not be aligned: both are seen from the first on.</summary>
    public void NeedsNoAlignment()
    {
        IsAligned = true;
        Tail = null;
    }

    /// <summary>Keeps bytes for an alignment that may come.</summary>
    public void Remember(long offset, ReadOnlyMemory<byte> bytes)
    {
        if (!IsAligned && !bytes.IsEmpty)
        {
            (Tail ??= new RecentBytes()).Add(offset, bytes);
        }
    }
}
