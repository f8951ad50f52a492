using Doorway.Frames;

namespace Doorway.Watch.Flows;

/// <summary>
/// The segments of one side on the wire: which bytes were seen, what it has acknowledged and for
/// how much it has room; what is remarkable follows from that.
/// </summary>
sealed class SegmentLine
{
    const int MostGaps = 64;
    const int LargestShift = 14;

    readonly List<(long From, long To)> _gaps = [];
    long _fin = -1;
    bool _isWindowKnown;

    /// <summary>The number after the highest that was seen.</summary>
    public long Next { get; private set; }

    /// <summary>The highest acknowledgment that it sent; -1 for none.</summary>
    public long Acknowledged { get; private set; } = -1;

    /// <summary>For how many bytes it has room.</summary>
    public long Window { get; private set; }

    /// <summary>By how many bits its windows are shifted; null where its SYN doesn't say so.
    /// </summary>
    public int? Scale { get; private set; }

    /// <summary>The number of its FIN when all before it was seen; else -1.</summary>
    public long Fin => _gaps.Count == 0 ? _fin : -1;

    public void BeginInside() => Next = 1;

    /// <summary>The window that a segment of this side tells, in bytes.</summary>
    /// <remarks>Scaled only where both SYNs said so, and never in a SYN (RFC 7323 2.2).</remarks>
    public long Scaled(TcpHeader header, SegmentLine other) =>
        (header.Flags & TcpFlags.Syn) == 0 && Scale is { } shift && other.Scale is not null
            ? (long)header.Window << shift : header.Window;

    /// <summary>A segment of this side passes.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="length">How many bytes of data it has.</param>
    /// <param name="numbers">Its numbers, counted from the SYNs.</param>
    /// <param name="other">The other side's line.</param>
    public FrameMarks Pass(
        TcpHeader header, int length, SegmentNumbers numbers, SegmentLine other)
    {
        TcpFlags flags = header.Flags;
        bool isBare = length == 0 && (flags & (TcpFlags.Syn | TcpFlags.Fin | TcpFlags.Rst)) == 0;
        if ((flags & TcpFlags.Rst) != 0)
        {
            return FrameMarks.Reset;
        }

        if ((flags & TcpFlags.Syn) != 0)
        {
            Scale = header.WindowScale is { } scale ? Math.Min(scale, LargestShift) : null;
        }

        FrameMarks marks = MarkBytes(flags, length, numbers.Sequence, other);
        return marks | MarkWindow(flags, isBare && marks == 0, numbers, other);
    }

    FrameMarks MarkBytes(TcpFlags flags, int length, long first, SegmentLine other)
    {
        long end = first + length + ((flags & TcpFlags.Syn) != 0 ? 1 : 0)
            + ((flags & TcpFlags.Fin) != 0 ? 1 : 0);
        if ((flags & TcpFlags.Fin) != 0)
        {
            _fin = end - 1;
        }

        if (IsProbe(flags, length, first, other))
        {
            Next = Math.Max(Next, end);
            return FrameMarks.Probe;
        }

        if (end == first)
        {
            return FrameMarks.None;
        }

        if (first > Next)
        {
            AddGap(Next, first);
            Next = end;
            return FrameMarks.OutOfOrder;
        }

        bool isNew = end > Next;
        bool isAgain = first < Next && CountMissing(first, Math.Min(end, Next))
            < Math.Min(end, Next) - first;
        Fill(first, end);
        Next = isNew ? end : Next;
        return isAgain ? FrameMarks.Retransmission : FrameMarks.None;
    }

    // RFC 9293 3.8.6.1 and RFC 9293 3.8.4: a byte that the window has no room for, or one number
    // that was acknowledged already, which Linux sends without any data.
    bool IsProbe(TcpFlags flags, int length, long first, SegmentLine other) =>
        (flags & (TcpFlags.Syn | TcpFlags.Fin)) == 0 && (length, Next - first) switch
        {
            (0, 1) => Next > 1,
            (1, 1) => Next > 1 && other.Acknowledged >= Next,
            (1, 0) => other._isWindowKnown && other.Window == 0,
            _ => false,
        };

    FrameMarks MarkWindow(
        TcpFlags flags, bool isBare, SegmentNumbers numbers, SegmentLine other)
    {
        FrameMarks marks = FrameMarks.None;
        bool isSyn = (flags & TcpFlags.Syn) != 0;
        bool isAgain = isBare && (flags & TcpFlags.Ack) != 0
            && numbers.Acknowledgment == Acknowledged;
        if (isAgain && numbers.Window == Window && other.Next > Acknowledged)
        {
            marks |= FrameMarks.DuplicateAcknowledgment;
        }

        if (numbers.Window == 0 && !isSyn)
        {
            marks |= FrameMarks.ZeroWindow;
        }
        else if (_isWindowKnown && numbers.Window > Window
            && (Window == 0 || isAgain) && !isSyn)
        {
            marks |= FrameMarks.WindowUpdate;
        }

        if ((flags & TcpFlags.Ack) != 0 && numbers.Acknowledgment >= Acknowledged)
        {
            Acknowledged = numbers.Acknowledgment;
            (Window, _isWindowKnown) = (numbers.Window, !isSyn);
        }

        return marks;
    }

    void AddGap(long from, long to)
    {
        if (_gaps.Count < MostGaps)
        {
            _gaps.Add((from, to));
        }
    }

    long CountMissing(long from, long to) => _gaps.Sum(
        gap => Math.Max(Math.Min(gap.To, to) - Math.Max(gap.From, from), 0));

    void Fill(long from, long to)
    {
        for (int i = _gaps.Count - 1; i >= 0; i--)
        {
            (long start, long end) = _gaps[i];
            if (from >= end || to <= start)
            {
                continue;
            }

            _gaps.RemoveAt(i);
            if (start < from)
            {
                _gaps.Add((start, from));
            }

            if (to < end)
            {
                _gaps.Add((to, end));
            }
        }
    }
}
