namespace Doorway.Watch.Flows;

/// <summary>How a datagram is met.</summary>
enum Meeting
{
    /// <summary>A call sent it.</summary>
    Send,

    /// <summary>A frame carried it.</summary>
    Frame,

    /// <summary>A call received it.</summary>
    Receive,

    /// <summary>A link judged it.</summary>
    Fate,
}

/// <summary>One datagram of a side.</summary>
/// <param name="number">Its number, from 1.</param>
/// <param name="offset">Where its bytes are among all that the side sends.</param>
/// <param name="length">How many bytes it has.</param>
/// <param name="bytes">Those of them that were kept.</param>
sealed class Datagram(long number, long offset, int length, ReadOnlyMemory<byte> bytes)
{
    int _met;

    public long Number => number;

    public long Offset => offset;

    public int Length => length;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>When it was first met.</summary>
    public DateTime Time { get; init; }

    /// <summary>The next with the same bytes.</summary>
    public Datagram? Next { get; set; }

    public bool IsMet(Meeting how) => (_met & (1 << (int)how)) != 0;

    public void Meet(Meeting how) => _met |= 1 << (int)how;

    /// <summary>Whether those may be its bytes; where some were not kept, the others count.
    /// </summary>
    public bool Has(int count, ReadOnlySpan<byte> kept)
    {
        int most = Math.Min(kept.Length, bytes.Length);
        return count == length && kept[..most].SequenceEqual(bytes.Span[..most]);
    }

    /// <summary>Whether those are its first bytes: the buffer was too small for it.</summary>
    public bool BeginsWith(int count, ReadOnlySpan<byte> kept) =>
        count < length && kept.Length <= bytes.Length && bytes.Span.StartsWith(kept);
}

/// <summary>
/// Datagrams with the same bytes, oldest first. Each way of meeting takes them in order, so that it
/// need not look at those again that it has met.
/// </summary>
sealed class SameDatagrams
{
    readonly Datagram?[] _unmet = new Datagram?[4];

    /// <summary>The oldest that is kept.</summary>
    public Datagram? First { get; private set; }

    /// <summary>The newest.</summary>
    public Datagram? Last { get; private set; }

    public void Add(Datagram datagram)
    {
        First ??= datagram;
        if (Last is not null)
        {
            Last.Next = datagram;
        }

        Last = datagram;
        foreach (ref Datagram? unmet in _unmet.AsSpan())
        {
            unmet ??= datagram;
        }
    }

    /// <summary>Forgets the oldest.</summary>
    public void RemoveFirst()
    {
        foreach (ref Datagram? unmet in _unmet.AsSpan())
        {
            unmet = unmet == First ? First?.Next : unmet;
        }

        First = First?.Next;
        Last = First is null ? null : Last;
    }

    /// <summary>The oldest that was not met so.</summary>
    public Datagram? Unmet(Meeting how)
    {
        ref Datagram? unmet = ref _unmet[(int)how];
        while (unmet is not null && unmet.IsMet(how))
        {
            unmet = unmet.Next;
        }

        return unmet;
    }
}
