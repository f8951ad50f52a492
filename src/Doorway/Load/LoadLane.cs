using System.Diagnostics;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// One socket of a load of datagrams: sends messages, knows those that are unanswered, and makes
/// out what each datagram that comes is. Its messages are numbered in order of sending.
/// </summary>
sealed class LoadLane : IDatagramReceiver, IDisposable
{
    readonly DatagramRun _run;
    readonly LaneTag _tag;
    readonly LoadOutstanding _messages;
    readonly LossRuns _losses;
    DatagramPort? _port;
    ReorderCount _order;
    long _round;
    long _arrived;
    long _firstUnstamped;
    long _firstHeld;
    long _firstUnexpired;
    int _fresh;
    long _freshBytes;

    public LoadLane(DatagramRun run, int index, int capacity)
    {
        _run = run;
        _tag = new LaneTag(run.LaneBits, index);
        _messages = new LoadOutstanding(capacity);
        _losses = new LossRuns(run.LossTable);
    }

    /// <summary>How many places of the closed loop are taken.</summary>
    public int InFlight { get; private set; }

    /// <summary>When a place became free last: what takes it was planned for then.</summary>
    public long FreeSince { get; set; }

    /// <summary>Whether it is about to be given messages.</summary>
    public bool IsReady { get; set; }

    /// <summary>Whether something of it waits to be flushed.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Datagrams that the kernel dropped.</summary>
    public long DroppedByKernel => _port?.DroppedByKernel ?? 0;

    /// <summary>Opens the socket.</summary>
    /// <exception cref="SocketException">It can't be.</exception>
    public void Open(DatagramPoll poll) => _port = poll.Open(
        _run.Plan.Target.Transport, local: null, _run.Remote, this, journal: null);

    /// <summary>Queues a message; <see cref="Flush"/> sends it.</summary>
    /// <param name="planned">When it was to be sent.</param>
    /// <param name="hasPlace">Whether it has a place of the closed loop already.</param>
    public void Send(long planned, bool hasPlace)
    {
        if (_messages.IsFull)
        {
            Settle(_messages.Oldest);
        }

        bool counts = _run.Schedule.Counts(planned);
        LoadFate fate = counts ? LoadFate.Counts : LoadFate.None;
        if (_run.IsSilent)
        {
            fate |= LoadFate.Answered | LoadFate.Released;
        }
        else
        {
            InFlight += hasPlace ? 0 : 1;
            _run.Missing++;
        }

        long number = _messages.Add(planned, fate);
        ulong tag = _tag.Of(number);
        Span<byte> datagram = _run.Buffer;
        datagram = datagram[.._run.Text.Write(datagram, tag)];
        _fresh += counts ? 1 : 0;
        _freshBytes += counts ? datagram.Length : 0;
        if (_port!.SendsAtOnce)
        {
            _messages[number].Sent = Stopwatch.GetTimestamp();
            _firstUnstamped = _messages.Next;
        }

        _port.Send(datagram);
    }

    /// <summary>Sends what is queued.</summary>
    public void Flush(long now)
    {
        for (; _firstUnstamped < _messages.Next; _firstUnstamped++)
        {
            _messages[_firstUnstamped].Sent = now;
        }

        _port!.Flush();
        if (_fresh > 0)
        {
            _run.Shard.Sent(_fresh, _freshBytes, now);
        }

        _fresh = 0;
        _freshBytes = 0;
    }

    public void Received(DatagramPort port, ReadOnlySpan<byte> datagram, in SocketName from)
    {
        if (_round != _run.Round)
        {
            _round = _run.Round;
            _arrived = _run.Arrive();
        }

        LoadPiece piece = _run.Shard.Piece;
        long number = LoadTag.TryRead(datagram, out ulong tag)
            ? _tag.Find(tag, _messages.Next - 1) : -1;
        if (number >= _messages.Oldest && !_run.IsSilent)
        {
            Answered(piece, ref _messages[number], number, tag, datagram);
        }
        else if (_run.Schedule.Counts(_arrived))
        {
            // What is no longer remembered was answered or given up long ago.
            bool isOld = number >= 0 && _run.Text.IsAnswer(datagram, tag);
            piece.BytesReceived += datagram.Length;
            piece.Duplicated += isOld && !_run.IsSilent ? 1 : 0;
            if (!isOld && !_run.IsSilent)
            {
                piece.Corrupted++;
                piece.Differ([], datagram);
            }
        }
    }

    void Answered(
        LoadPiece piece, ref LoadMessage message, long number, ulong tag,
        ReadOnlySpan<byte> datagram)
    {
        bool isFirst = !message.Has(LoadFate.Answered);
        bool counts = message.Has(LoadFate.Counts);
        bool isRight = _run.Text.IsAnswer(datagram, tag);
        if (isFirst)
        {
            message.Fate |= LoadFate.Answered;
            _run.Missing--;
            _run.Answered(_arrived - message.Sent);
            Release(ref message, _arrived);
        }

        if (!counts)
        {
            return;
        }

        piece.BytesReceived += datagram.Length;
        if (!isRight)
        {
            piece.Corrupted++;
            piece.Differ(_run.Text.Answer(tag), datagram);
        }

        if (!isFirst)
        {
            piece.Duplicated++;
            return;
        }

        piece.Lost -= message.Has(LoadFate.Expired) ? 1 : 0;
        piece.Reordered += _order.IsReordered(number) ? 1 : 0;
        if (isRight)
        {
            _run.Shard.Answered(message.Planned, message.Sent, _arrived);
        }
    }

    void Release(ref LoadMessage message, long now)
    {
        if (!message.Has(LoadFate.Released))
        {
            message.Fate |= LoadFate.Released;
            InFlight--;
            FreeSince = now;
            _run.Feed.Ready(this);
        }
    }

    /// <summary>
    /// Frees the places of messages that have waited too long, and counts as lost those that can
    /// only be late.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="patience">How long a place is kept, in timestamps.</param>
    /// <returns>Whether a place was freed.</returns>
    public bool Sweep(long now, long patience)
    {
        bool isFreed = false;
        _firstHeld = Math.Max(_firstHeld, _messages.Oldest);
        for (; _firstHeld < _messages.Next; _firstHeld++)
        {
            ref LoadMessage message = ref _messages[_firstHeld];
            if (!message.Has(LoadFate.Released))
            {
                if (now - message.Sent < patience)
                {
                    break;
                }

                isFreed = true;
                Release(ref message, now);
            }
        }

        _firstUnexpired = Math.Max(_firstUnexpired, _messages.Oldest);
        for (; _firstUnexpired < _messages.Next; _firstUnexpired++)
        {
            ref LoadMessage message = ref _messages[_firstUnexpired];
            if (now - message.Sent <= _run.Schedule.Timeout)
            {
                break;
            }

            Expire(ref message);
        }

        return isFreed;
    }

    void Expire(ref LoadMessage message)
    {
        const LoadFate Known = LoadFate.Answered | LoadFate.Unsent | LoadFate.Expired;
        if (!message.Has(Known))
        {
            message.Fate |= LoadFate.Expired;
            _run.Shard.Piece.Lost += message.Has(LoadFate.Counts) ? 1 : 0;
        }
    }

    // The last word on a message, told in order of sending.
    void Settle(long number)
    {
        ref LoadMessage message = ref _messages[number];
        Expire(ref message);
        if (message.Has(LoadFate.Expired) && !message.Has(LoadFate.Answered))
        {
            _run.Missing--;
        }

        Release(ref message, _run.Now);
        if (message.Has(LoadFate.Counts) && !message.Has(LoadFate.Unsent))
        {
            _losses.Add(!message.Has(LoadFate.Answered));
        }
    }

    /// <summary>The run is over: what is unanswered is lost.</summary>
    public void Finish()
    {
        for (long number = _messages.Oldest; number < _messages.Next; number++)
        {
            Settle(number);
        }

        _losses.End();
    }

    public void Failed(DatagramPort port, SocketError error) => _run.Failed(error);

    public void NotSent(DatagramPort port, ReadOnlySpan<byte> datagram, SocketError error)
    {
        LoadTag.TryRead(datagram, out ulong tag);
        ref LoadMessage message = ref _messages[_tag.Find(tag, _messages.Next - 1)];
        bool counts = message.Has(LoadFate.Counts);
        _fresh -= counts ? 1 : 0;
        _freshBytes -= counts ? datagram.Length : 0;
        _run.Missing -= _run.IsSilent ? 0 : 1;
        message.Fate |= LoadFate.Unsent;
        if (error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)
        {
            // There will be room: another message takes over its place.
            message.Fate |= LoadFate.Released;
            _run.Feed.SendAgain(this, message.Planned);
        }
        else
        {
            _run.Failed(error);
        }
    }

    public void Dispose() => _messages.Dispose();
}
