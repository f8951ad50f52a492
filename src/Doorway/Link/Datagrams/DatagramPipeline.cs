namespace Doorway;

/// <summary>
/// One direction of a link for datagrams, without sockets and without a clock: what comes in is
/// given a fate, and goes out at once or when its time has come. A relay drives it by the real
/// time, a test by any. One thread at a time.
/// </summary>
sealed class DatagramPipeline
{
    // A second of 64-byte datagrams at a rate that loopback allows takes about as much.
    const long MostRoom = 256 << 20;

    readonly Direction _direction;
    readonly LinkNotes _notes;
    readonly ReleaseQueue _queue = new();
    readonly DatagramEffects _effects;
    byte[] _changed = [];
    long _room;
    long _received;
    long _bytesReceived;
    long _forwarded;
    long _bytesForwarded;
    long _lost;
    long _droppedByQueue;
    long _duplicated;
    long _reordered;
    long _corrupted;
    long _delayed;
    long _waiting;
    long _notSent;

    /// <summary>Nothing has come in yet.</summary>
    /// <param name="direction">Which direction.</param>
    /// <param name="seed">The link's seed.</param>
    /// <param name="set">What happens here.</param>
    /// <param name="notes">Who is told.</param>
    public DatagramPipeline(
        Direction direction, ulong seed, ImpairmentSet set, LinkNotes notes)
    {
        _direction = direction;
        _notes = notes;
        _effects = new DatagramEffects(direction, seed);
        _effects.Change(set);
    }

    /// <summary>What was done so far.</summary>
    public LinkCounts Counts => new()
    {
        Received = _received,
        BytesReceived = _bytesReceived,
        Forwarded = _forwarded,
        BytesForwarded = _bytesForwarded,
        Lost = _lost,
        DroppedByQueue = _droppedByQueue,
        Duplicated = _duplicated,
        Reordered = _reordered,
        Corrupted = _corrupted,
        Delayed = _delayed,
        Waiting = _waiting,
        NotSent = _notSent,
    };

    /// <summary>When something goes out next; the last possible time where nothing waits.</summary>
    public long Next => _queue.Next;

    /// <summary>Has other impairments from the next datagram on.</summary>
    public void Change(ImpairmentSet set) => _effects.Change(set);

    /// <summary>
    /// One more datagram has come in. What is due before it must have been released.
    /// </summary>
    /// <param name="flow">Whose it is.</param>
    /// <param name="datagram">Its bytes; there during this call only.</param>
    /// <param name="now">The time, as a timestamp.</param>
    public void Arrive(DatagramFlow flow, ReadOnlySpan<byte> datagram, long now)
    {
        var passage = new Passage(++_received, datagram.Length, now, _notes.AskForFates);
        _bytesReceived += datagram.Length;
        _effects.Decide(ref passage);
        RequireRoom(ref passage);
        if (passage.IsTold)
        {
            if (!passage.IsDropped && flow.Obstacle is { } why)
            {
                passage.Tell($"not sent: {why}");
            }

            _notes.Tell(new Fate
            {
                Number = passage.Number,
                Direction = _direction,
                Client = flow.Client,
                Length = passage.Length,
                Time = DateTime.UtcNow,
                IsDropped = passage.IsDropped,
                Delay = Ticks.ToTime(passage.Due - passage.Now),
                What = passage.What,
            });
        }

        Carry(flow, datagram, passage);
    }

    void RequireRoom(ref Passage passage)
    {
        bool waits = passage.Due > passage.Now || passage.CopyDue > passage.Now
            || passage.HeldFor > 0;
        long needed = DatagramInWait.RoomOf(passage.Length) * (passage.HasCopy ? 2 : 1);
        if (waits && !passage.IsDropped && _room + needed > MostRoom)
        {
            passage.IsOverQueue = true;
            if (passage.IsTold)
            {
                passage.Tell($"dropped: {MostRoom >> 20} MiB wait in the link");
            }
        }
    }

    void Carry(DatagramFlow flow, ReadOnlySpan<byte> datagram, in Passage passage)
    {
        if (passage.IsDropped)
        {
            _lost += passage.IsLost ? 1 : 0;
            _droppedByQueue += passage.IsLost ? 0 : 1;
            return;
        }

        if (passage.ChangedBit >= 0)
        {
            datagram = Changed(datagram, passage.ChangedBit);
            _corrupted++;
        }

        bool waits = passage.Due > passage.Now || passage.HeldFor > 0;
        _delayed += waits ? 1 : 0;
        _waiting++;
        flow.Waiting++;
        Twins? twins = passage.HasCopy ? new Twins() : null;
        CarryOne(flow, datagram, passage, passage.Due, twins);
        if (passage.HasCopy)
        {
            flow.Waiting++;
            CarryOne(flow, datagram, passage, passage.CopyDue, twins);
        }
    }

    void CarryOne(
        DatagramFlow flow, ReadOnlySpan<byte> datagram, in Passage passage, long due, Twins? twins)
    {
        if (due <= passage.Now && passage.HeldFor == 0)
        {
            Leave(flow, datagram, passage.Number, twins);
            return;
        }

        _room += DatagramInWait.RoomOf(datagram.Length);
        var waiting = new DatagramInWait(flow, datagram)
        {
            Number = passage.Number,
            Twins = twins,
            HeldFor = passage.HeldFor,
            HeldAtMost = passage.HeldAtMost,
        };
        if (due <= passage.Now)
        {
            Hold(waiting, passage.Now);
        }
        else
        {
            _queue.Add(waiting, due);
        }
    }

    ReadOnlySpan<byte> Changed(ReadOnlySpan<byte> datagram, int bit)
    {
        if (_changed.Length < datagram.Length)
        {
            _changed = new byte[datagram.Length];
        }

        Span<byte> copy = _changed.AsSpan(0, datagram.Length);
        datagram.CopyTo(copy);
        copy[bit >> 3] ^= (byte)(1 << (bit & 7));
        return copy;
    }

    /// <summary>Sends on what is due.</summary>
    public void Release(long now)
    {
        while (_queue.Take(now) is { } waiting)
        {
            if (waiting.IsGone)
            {
                continue;
            }

            if (waiting.HeldFor > 0 && !waiting.IsHeld)
            {
                Hold(waiting, now);
                continue;
            }

            waiting.Flow.Held.Remove(waiting);
            LeaveAtLast(waiting);
        }
    }

    // The time limit begins at the exit.
    void Hold(DatagramInWait waiting, long now)
    {
        waiting.IsHeld = true;
        waiting.Flow.Held.Add(waiting);
        _queue.Add(waiting, now + waiting.HeldAtMost);
    }

    void LeaveAtLast(DatagramInWait waiting)
    {
        _room -= DatagramInWait.RoomOf(waiting.Length);
        Leave(waiting.Flow, waiting.Bytes, waiting.Number, waiting.Twins);
        waiting.Free();
    }

    void Leave(DatagramFlow flow, ReadOnlySpan<byte> datagram, long number, Twins? twins)
    {
        flow.Waiting--;
        bool isFirst = twins is not { OneIsOut: true };
        _bytesForwarded += datagram.Length;
        if (isFirst)
        {
            _forwarded++;
            _waiting--;
            _reordered += number < flow.Highest ? 1 : 0;
            flow.Highest = Math.Max(flow.Highest, number);
            _ = twins?.OneIsOut = true;
        }
        else
        {
            _duplicated++;
        }

        flow.Send(datagram);
        if (isFirst && flow.Held.Count > 0)
        {
            Pass(flow, number);
        }
    }

    // Those that have been passed often enough follow, and pass earlier ones in turn.
    void Pass(DatagramFlow flow, long number)
    {
        foreach (DatagramInWait held in flow.Held)
        {
            held.HeldFor -= held.Number < number ? 1 : 0;
        }

        while (flow.Held.Find(held => held.HeldFor <= 0) is { } free)
        {
            flow.Held.Remove(free);
            LeaveAtLast(free);
        }
    }

    /// <summary>One that was sent on did not go: nobody is there, it is too large.</summary>
    public void NotSent(int length)
    {
        _forwarded--;
        _notSent++;
        _bytesForwarded -= length;
    }
}
