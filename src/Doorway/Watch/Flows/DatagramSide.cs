using System.Runtime.InteropServices;

namespace Doorway.Watch.Flows;

/// <summary>
/// The datagrams that one side sends, numbered in the order of their sends. A frame or a receive
/// is joined to a send by its bytes; those of the same bytes in order. What comes when all of them
/// have been met is a copy.
/// </summary>
sealed class DatagramSide
{
    const int Most = 1_024;
    const int MostBytes = 1 << 20;
    const int Hashed = 48;

    readonly Queue<Datagram> _order = new();
    readonly Dictionary<int, SameDatagrams> _same = [];
    long _keptBytes;
    long _highestFrame;
    bool _hasSends;

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>How many bytes they had.</summary>
    public long Bytes { get; private set; }

    /// <summary>The newest; null for none.</summary>
    public Datagram? Newest { get; private set; }

    /// <summary>Those of them that are kept, oldest first.</summary>
    public IEnumerable<Datagram> Kept => _order;

    /// <summary>A call sent a datagram.</summary>
    public Datagram Send(int length, ReadOnlyMemory<byte> bytes, DateTime time)
    {
        // Its frame may have been told before, when the news of the call was late.
        _hasSends = true;
        Datagram sent = Unmet(Meeting.Send, length, bytes.Span) is { } early
            && early.Time >= time - FlowJoin.Window ? early : Add(length, bytes, time);
        return Meet(sent, Meeting.Send);
    }

    /// <summary>A frame carries a datagram.</summary>
    /// <param name="length">How many bytes of data it has.</param>
    /// <param name="bytes">Those that were kept.</param>
    /// <param name="time">When.</param>
    /// <param name="marks">Whether it is a copy, or comes after one that was sent later.</param>
    public Datagram Frame(
        int length, ReadOnlyMemory<byte> bytes, DateTime time, out FrameMarks marks)
    {
        marks = FrameMarks.None;
        if (Unmet(Meeting.Frame, length, bytes.Span) is { } carried)
        {
            marks = carried.Number < _highestFrame ? FrameMarks.OutOfOrder : FrameMarks.None;
        }
        else if (_hasSends && Same(length, bytes.Span)?.Last is { } copied
            && copied.Has(length, bytes.Span))
        {
            marks = FrameMarks.Duplicate;
            return copied;
        }
        else
        {
            carried = Add(length, bytes, time);
        }

        _highestFrame = Math.Max(_highestFrame, carried.Number);
        return Meet(carried, Meeting.Frame);
    }

    /// <summary>A call received a datagram, or the beginning of one.</summary>
    /// <param name="length">How many bytes it received.</param>
    /// <param name="bytes">Those that were kept.</param>
    /// <param name="time">When.</param>
    /// <param name="isPeek">Whether the datagram can be received again (MSG_PEEK).</param>
    public Datagram Receive(int length, ReadOnlyMemory<byte> bytes, DateTime time, bool isPeek)
    {
        Datagram received = Unmet(Meeting.Receive, length, bytes.Span)
            ?? Truncated(length, bytes.Span)
            ?? Copy(length, bytes.Span)
            ?? Add(length, bytes, time);
        return isPeek ? received : Meet(received, Meeting.Receive);
    }

    /// <summary>Whether a datagram of those bytes was sent and not received yet.</summary>
    public bool IsAwaited(int length, ReadOnlySpan<byte> bytes) =>
        Unmet(Meeting.Receive, length, bytes) is not null;

    /// <summary>Whether such a datagram was on the wire and was not received yet.</summary>
    public bool HasArrived(int length, ReadOnlySpan<byte> bytes) =>
        Unmet(Meeting.Receive, length, bytes)?.IsMet(Meeting.Frame) == true;

    Datagram? Truncated(int length, ReadOnlySpan<byte> bytes)
    {
        foreach (Datagram one in _order)
        {
            if (!one.IsMet(Meeting.Receive) && one.BeginsWith(length, bytes))
            {
                return one;
            }
        }

        return null;
    }

    // Received twice: it was on the wire twice, or a link doubled it.
    Datagram? Copy(int length, ReadOnlySpan<byte> bytes) =>
        Same(length, bytes)?.Last is { } last && last.Has(length, bytes) ? last : null;

    Datagram? Unmet(Meeting how, int length, ReadOnlySpan<byte> bytes)
    {
        if (Same(length, bytes) is { } same)
        {
            // Two different beginnings may have one hash; then it is looked at each.
            for (Datagram? one = same.Unmet(how); one is not null; one = one.Next)
            {
                if (!one.IsMet(how) && one.Has(length, bytes))
                {
                    return one;
                }
            }
        }

        return bytes.Length >= Math.Min(length, Hashed) ? null : Find(how, length, bytes);
    }

    // Fewer bytes were kept than are hashed.
    Datagram? Find(Meeting how, int length, ReadOnlySpan<byte> bytes)
    {
        foreach (Datagram one in _order)
        {
            if (!one.IsMet(how) && one.Has(length, bytes))
            {
                return one;
            }
        }

        return null;
    }

    SameDatagrams? Same(int length, ReadOnlySpan<byte> bytes) =>
        _same.GetValueOrDefault(Hash(length, bytes));

    static Datagram Meet(Datagram datagram, Meeting how)
    {
        datagram.Meet(how);
        return datagram;
    }

    Datagram Add(int length, ReadOnlyMemory<byte> bytes, DateTime time)
    {
        while (_order.Count >= Most || (_keptBytes > MostBytes && _order.Count > 0))
        {
            Forget();
        }

        var datagram = new Datagram(++Count, Bytes, length, bytes) { Time = time };
        Bytes += length;
        _keptBytes += bytes.Length;
        _order.Enqueue(datagram);
        Newest = datagram;
        ref SameDatagrams? same = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _same, Hash(length, bytes.Span), out _);
        (same ??= new SameDatagrams()).Add(datagram);
        return datagram;
    }

    void Forget()
    {
        Datagram oldest = _order.Dequeue();
        _keptBytes -= oldest.Bytes.Length;
        int hash = Hash(oldest.Length, oldest.Bytes.Span);
        SameDatagrams same = _same[hash];
        same.RemoveFirst();
        if (same.First is null)
        {
            _same.Remove(hash);
        }
    }

    static int Hash(int length, ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.Add(length);
        hash.AddBytes(bytes[..Math.Min(bytes.Length, Hashed)]);
        return hash.ToHashCode();
    }
}
