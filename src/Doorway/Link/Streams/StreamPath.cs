using System.Diagnostics;

namespace Doorway;

/// <summary>
/// The way of one direction of one connection through the link, without I/O and without a clock of
/// its own: what came in goes through the rate limit, then through the delay, and at the exit it
/// may be stopped and is cut into slices. Nothing overtakes. One thread at a time.
/// </summary>
/// <remarks>
/// Chance is asked about byte positions: how TCP cut the stream into pieces differs from run to
/// run, but a piece that begins at the same byte of the same connection has the same fate.
/// </remarks>
/// <param name="lane">What it has in common with the others.</param>
/// <param name="connection">The number of the connection.</param>
sealed class StreamPath(StreamLane lane, int connection)
{
    // More would come late all at once after the thread has been away; less, and the rate would
    // suffer by every tick that a timer is late.
    static readonly long CatchUp = Stopwatch.Frequency / 50;

    readonly OutgoingQueue _bytes = new();
    readonly Queue<StreamPart> _entry = new();
    readonly Queue<StreamPart> _flight = new();
    readonly StreamJudge _judge = new(lane, connection);
    StreamPart? _first;
    StreamPart? _head;
    int _departing;
    long _departs = long.MinValue;
    long _lastDue = long.MinValue;
    long _stalledUntil = long.MinValue;
    long _slices;
    int _sliceLeft;
    long _nextSlice = long.MinValue;

    /// <summary>How many bytes wait for the rate limit.</summary>
    public int Queued { get; private set; }

    /// <summary>How many bytes wait altogether.</summary>
    public int Waiting => _bytes.Count;

    /// <summary>How many pieces wait, or parts of pieces.</summary>
    public int Parts =>
        _entry.Count + (_first is null ? 0 : 1) + _flight.Count + (_head is null ? 0 : 1);

    /// <summary>Whether nothing comes any more.</summary>
    public bool IsCut => _judge.IsCut;

    /// <summary>
    /// A piece that nothing is done to and that nothing is before: it may pass at once.
    /// </summary>
    public bool Skips(int length)
    {
        StreamAsked asked = lane.Asked;
        if (Parts > 0 || !asked.LeavesBytes || IsCut)
        {
            return false;
        }

        _judge.Skip(asked, length);
        return true;
    }

    /// <summary>A piece came in.</summary>
    /// <returns>What is done to it.</returns>
    public Judgement Take(ReadOnlySpan<byte> piece, long now, bool isTold)
    {
        Judgement judgement = _judge.Decide(lane.Asked, piece.Length, isTold);
        int passed = judgement.Passes;
        int before = judgement.StallsAt ?? passed;
        var part = new StreamPart { Arrived = now, Delay = judgement.Delay };
        bool isWhole = passed == piece.Length;
        Enter(part with { Length = before, EndsPiece = isWhole && before == passed });
        if (judgement.StallsAt is not null)
        {
            Enter(part with { Kind = PartKind.Stall });
            Enter(part with { Length = passed - before, EndsPiece = isWhole });
        }

        _bytes.Append(piece[..passed]);
        Queued += passed;
        if (judgement.Resets)
        {
            Enter(part with { Kind = PartKind.Reset });
        }

        return judgement;
    }

    void Enter(StreamPart part)
    {
        if (part.Length > 0 || part.Kind != PartKind.Bytes)
        {
            _entry.Enqueue(part);
        }
    }

    /// <summary>The sender has ended, or broken the connection off.</summary>
    public void End(PartKind kind, long now)
    {
        if (!IsCut)
        {
            long delay = _judge.DelayOfEnd(lane.Asked);
            Enter(new StreamPart { Kind = kind, Arrived = now, Delay = delay });
        }
    }

    /// <summary>What to do now; to be asked again until it says to wait.</summary>
    /// <param name="now">The time, as a timestamp.</param>
    /// <param name="otherEnded">Whether the other direction has come to its end.</param>
    public Step Next(long now, bool otherEnded)
    {
        StreamAsked asked = lane.Asked;
        while (true)
        {
            Depart(asked, now);
            if (_head is null)
            {
                if (!_flight.TryDequeue(out StreamPart next))
                {
                    return _first is null ? default : new Step(StepKind.Wait, At: _departs);
                }

                _head = next;
            }

            StreamPart head = _head.Value;
            if (Earliest(asked, head) is { } at && at > now)
            {
                return new Step(StepKind.Wait, At: at);
            }

            switch (head.Kind)
            {
                case PartKind.Bytes:
                    return new Step(StepKind.Send, _bytes.Front[..SliceOf(asked, head)]);
                case PartKind.Stall:
                    _stalledUntil = now + Ticks.Of(asked.Stall?.Time ?? TimeSpan.Zero);
                    _head = null;
                    break;
                case PartKind.Finish when asked.NoHalfClose && !otherEnded && IsLast:
                    return new Step(StepKind.Withhold);
                default:
                    _head = null;
                    return new Step(
                        head.Kind == PartKind.Finish ? StepKind.Finish : StepKind.Reset);
            }
        }
    }

    /// <summary>The first bytes were sent, as many as the step had.</summary>
    /// <returns>Whether a piece is complete with them.</returns>
    public bool Sent(int count, long now)
    {
        StreamPart head = _head!.Value;
        head.Length -= count;
        _bytes.Sent(count);
        _head = head.Length == 0 ? null : head;
        if (lane.Asked.Slice is { } slice)
        {
            _sliceLeft -= count;
            if (_sliceLeft <= 0)
            {
                _nextSlice = now + Ticks.Of(slice.Pause);
            }
        }

        return head.Length == 0 && head.EndsPiece;
    }

    bool IsLast => _flight.Count == 0 && _first is null;

    // From the rate limit into the delay, as far as the time has come.
    void Depart(StreamAsked asked, long now)
    {
        while (_first is not null || _entry.Count > 0)
        {
            StreamPart part = _first ??= _entry.Dequeue();
            int length = part.Length;
            if (asked.Rate is { } rate && length > 0)
            {
                if (_departing == 0)
                {
                    _departing = Math.Min(length, Quantum(rate));
                    long from = Math.Max(Math.Max(part.Arrived, _departs), now - CatchUp);
                    _departs = lane.Put(_departing, from, rate.BitsPerSecond);
                }

                if (_departs > now)
                {
                    return;
                }

                length = _departing;
            }

            _departing = 0;
            Fly(part, length);
        }
    }

    void Fly(StreamPart part, int length)
    {
        int left = part.Length - length;
        _lastDue = Math.Max(_lastDue, Math.Max(part.Arrived, _departs) + part.Delay);
        _flight.Enqueue(part with
        {
            Length = length,
            EndsPiece = part.EndsPiece && left == 0,
            Due = _lastDue,
        });
        Queued -= length;
        _first = left == 0 ? null : part with { Length = left };
    }

    // What leaves in 4 ms, so that a slow stream flows and a fast one needs no more timers than
    // there are.
    static int Quantum(RateLimit rate) =>
        (int)Math.Clamp(rate.BitsPerSecond / 8 / 250, 1, 16 * 1024);

    long Earliest(StreamAsked asked, in StreamPart head)
    {
        long at = head.Due;
        if (asked.Stall is not null)
        {
            at = Math.Max(at, _stalledUntil);
        }

        return asked.Slice is not null && head.Kind == PartKind.Bytes
            ? Math.Max(at, _nextSlice) : at;
    }

    int SliceOf(StreamAsked asked, in StreamPart head)
    {
        int length = Math.Min(head.Length, _bytes.Front.Length);
        if (asked.Slice is not { } slice)
        {
            return length;
        }

        if (_sliceLeft <= 0)
        {
            _sliceLeft = slice.Length(lane.SliceDice, connection, _slices++);
        }

        return Math.Min(length, _sliceLeft);
    }
}
