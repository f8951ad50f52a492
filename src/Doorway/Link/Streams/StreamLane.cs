namespace Doorway;

/// <summary>
/// What all streams of one direction have in common: what is asked, the dice, the wire of the rate
/// limit, the counts.
/// </summary>
sealed class StreamLane
{
    readonly RateLimit.Wire _wire = new();
    readonly Lock _wireGate = new();
    volatile StreamAsked _asked;
    long _received;
    long _forwarded;
    long _bytesReceived;
    long _bytesForwarded;
    long _delayed;
    long _segmentsDropped;
    long _segmentsRetransmitted;

    public StreamLane(Direction direction, ulong seed, ImpairmentSet set, LinkNotes notes)
    {
        Direction = direction;
        Notes = notes;
        _asked = new(set);
        ResetDice = new(seed, direction, Reset.OfKind.Name);
        StallDice = new(seed, direction, Stall.OfKind.Name);
        DelayDice = new(seed, direction, Delay.OfKind.Name);
        SliceDice = new(seed, direction, Slice.OfKind.Name);
    }

    public Direction Direction { get; }

    public LinkNotes Notes { get; }

    public Dice ResetDice { get; }

    public Dice StallDice { get; }

    public Dice DelayDice { get; }

    public Dice SliceDice { get; }

    /// <summary>What is asked now; another object after each change.</summary>
    public StreamAsked Asked
    {
        get => _asked;
        set => _asked = value;
    }

    /// <summary>Puts bytes on the wire, behind those of all streams.</summary>
    /// <returns>When the last of them leaves, as a timestamp.</returns>
    public long Put(int bytes, long now, long bitsPerSecond)
    {
        lock (_wireGate)
        {
            return _wire.Put(bytes, now, bitsPerSecond);
        }
    }

    /// <summary>A piece came in.</summary>
    /// <returns>Its number.</returns>
    public long CountReceived(int bytes)
    {
        Interlocked.Add(ref _bytesReceived, bytes);
        return Interlocked.Increment(ref _received);
    }

    /// <summary>Bytes went out.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="endsPiece">Whether a piece is complete with them.</param>
    public void CountForwarded(int bytes, bool endsPiece)
    {
        Interlocked.Add(ref _bytesForwarded, bytes);
        if (endsPiece)
        {
            Interlocked.Increment(ref _forwarded);
        }
    }

    /// <summary>A piece is kept for a while.</summary>
    public void CountDelayed() => Interlocked.Increment(ref _delayed);

    /// <summary>TCP has lost segments.</summary>
    public void CountSegments(long dropped, long retransmitted)
    {
        Interlocked.Add(ref _segmentsDropped, dropped);
        Interlocked.Add(ref _segmentsRetransmitted, retransmitted);
    }

    /// <summary>What was counted here.</summary>
    public LinkCounts Counts => new()
    {
        Received = Interlocked.Read(ref _received),
        Forwarded = Interlocked.Read(ref _forwarded),
        BytesReceived = Interlocked.Read(ref _bytesReceived),
        BytesForwarded = Interlocked.Read(ref _bytesForwarded),
        Delayed = Interlocked.Read(ref _delayed),
        SegmentsDropped = Interlocked.Read(ref _segmentsDropped),
        SegmentsRetransmitted = Interlocked.Read(ref _segmentsRetransmitted),
    };
}
