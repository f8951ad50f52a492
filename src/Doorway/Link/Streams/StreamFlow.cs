using System.Diagnostics;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// One direction of one connection through a link, alive: what one session receives, it has the
/// other send when its <see cref="StreamPath"/> says so. Where nothing is asked, bytes pass at
/// once, on the thread that received them.
/// </summary>
/// <param name="lane">What it has in common with the other connections.</param>
/// <param name="pair">Its connection.</param>
sealed class StreamFlow(StreamLane lane, StreamPair pair) : IDisposable
{
    // As much as a session holds for a peer that doesn't read.
    const int HeldAtMost = 64 * 1024;

    // What a delay keeps is on its way, not in a queue: 10 MB/s for a tenth of a second.
    const int DelayedAtMost = 1024 * 1024;

    // Pieces of few bytes cost more than their bytes.
    const int MostParts = 8 * 1024;

    readonly StreamPath _path = new(lane, pair.Number);
    readonly Lock _gate = new();
    Timer? _timer;
    SegmentTap? _tap;
    bool _isOver;
    volatile bool _hasEnded;

    LinkSession From => lane.Direction == Direction.ToServer ? pair.Client : pair.Server;

    LinkSession To => lane.Direction == Direction.ToServer ? pair.Server : pair.Client;

    /// <summary>
    /// Whether everything up to the sender's end was given on; the end itself may be withheld.
    /// </summary>
    public bool HasEnded => _hasEnded;

    /// <summary>How many pieces wait, or parts of pieces.</summary>
    public int Parts => _path.Parts;

    /// <summary>How many bytes wait for the receiver to read.</summary>
    public int Unsent => To.UnsentCount;

    /// <summary>Whether nothing waits, here or for the receiver to read.</summary>
    public bool IsEmpty => _path.Waiting + Unsent == 0;

    /// <summary>Whether the sender has to wait.</summary>
    public bool IsFull
    {
        get
        {
            StreamAsked asked = lane.Asked;
            int queue = asked.Rate?.Queue ?? HeldAtMost;
            int most = asked.Delay is null ? queue : Math.Max(queue, DelayedAtMost);
            return _path.Queued >= queue || _path.Waiting + To.UnsentCount >= most
                || _path.Parts >= MostParts;
        }
    }

    /// <summary>Has the sender's segments dropped as is asked now.</summary>
    public void HeedSegmentLoss()
    {
        SegmentLoss? asked = lane.Asked.SegmentLoss;
        if (asked is not null || _tap is not null)
        {
            lock (_gate)
            {
                _tap ??= new SegmentTap(From.Socket);
            }

            _tap.Drop(asked?.Share ?? 0);
        }
    }

    /// <summary>Counts the segments that were dropped and sent again since.</summary>
    public void ReadSegments() => _tap?.CountTo(lane);

    /// <summary>A piece came in.</summary>
    public void Receive(ReadOnlySpan<byte> piece)
    {
        _tap?.CountSometimesTo(lane);
        long number = lane.CountReceived(piece.Length);
        Judgement judgement;
        lock (_gate)
        {
            if (_path.Skips(piece.Length))
            {
                judgement = new Judgement { Passes = piece.Length };
                lane.CountForwarded(To.Send(piece) ? piece.Length : 0, endsPiece: true);
            }
            else
            {
                long now = Stopwatch.GetTimestamp();
                judgement = _path.Take(piece, now, lane.Notes.AskForFates);
                Pump(now);
                if (_path.Parts > 0)
                {
                    lane.CountDelayed();
                }
            }
        }

        if (lane.Notes.AskForFates)
        {
            // Outside of the lock: whoever is told may change the link.
            Tell(number, piece.Length, judgement);
        }
    }

    void Tell(long number, int length, in Judgement judgement) => lane.Notes.Tell(new Fate
    {
        Number = number,
        Direction = lane.Direction,
        Client = pair.Name,
        Length = length,
        Time = DateTime.UtcNow,
        IsDropped = judgement.Passes == 0,
        Delay = Ticks.ToTime(judgement.Delay),
        What = judgement.What,
    });

    /// <summary>The sender has ended.</summary>
    public void Finish()
    {
        ReadSegments();
        End(PartKind.Finish);
    }

    /// <summary>The sender's connection has failed: so does the other's, behind what waits.
    /// </summary>
    public void Fail() => End(PartKind.Reset);

    void End(PartKind kind)
    {
        lock (_gate)
        {
            long now = Stopwatch.GetTimestamp();
            _path.End(kind, now);
            Pump(now);
        }

        pair.Settle();
    }

    /// <summary>Goes on: the time has come, or something else is asked.</summary>
    public void GoOn()
    {
        lock (_gate)
        {
            Pump(Stopwatch.GetTimestamp());
        }

        From.LookAgain();
        pair.Settle();
    }

    // Under the lock.
    void Pump(long now)
    {
        while (!_isOver)
        {
            Step step = _path.Next(now, pair.Other(this).HasEnded);
            switch (step.Kind)
            {
                case StepKind.Send:
                    Send(step.Bytes.Span, now);
                    break;
                case StepKind.Finish:
                    _hasEnded = true;
                    To.FinishSending();
                    break;
                case StepKind.Reset:
                    _isOver = true;
                    From.Abort(SocketError.ConnectionReset);
                    To.Abort(SocketError.ConnectionReset);
                    return;
                case StepKind.Wait:
                    WakeAt(step.At, now);
                    return;
                default:
                    _hasEnded |= step.Kind == StepKind.Withhold;
                    return;
            }
        }
    }

    void Send(ReadOnlySpan<byte> bytes, long now)
    {
        bool isSent = To.Send(bytes);
        int length = bytes.Length;
        bool endsPiece = _path.Sent(length, now);
        lane.CountForwarded(isSent ? length : 0, endsPiece);
    }

    // A timer counts milliseconds, and may be one early.
    void WakeAt(long at, long now)
    {
        double wait = Math.Ceiling(Ticks.ToTime(at - now).TotalMilliseconds);
        _timer ??= new Timer(flow => ((StreamFlow)flow!).GoOn(), this, Timeout.Infinite, 0);
        _timer.Change((long)wait, Timeout.Infinite);
    }

    /// <summary>The connection is gone.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }
}
