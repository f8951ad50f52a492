using System.Diagnostics;

namespace Doorway;

/// <summary>
/// A connection that asks again and again: keeps as many messages unanswered as the plan allows.
/// </summary>
/// <remarks>
/// In a closed loop an answer makes room for another message. In an open loop it is told what is
/// due, and sends it at once if it can; else, when an answer or the kernel makes room.
/// </remarks>
/// <param name="run">What it is part of.</param>
sealed class LoadConversation(StreamRun run) : LoadSession(run)
{
    readonly bool _isOpenLoop = run.Plan.Rate is not null;
    readonly int _depth = run.Plan.Expect == LoadExpectation.None
        ? int.MaxValue : run.Plan.Depth;
    int _number;
    int _stride = 1;
    long _due;
    long _taken;
    long _freeSince;

    /// <summary>Whether an answer is awaited, or a message waits to be sent.</summary>
    public bool IsBusy
    {
        get
        {
            // Under the lock: who has leave to send a message has sent it when this is told.
            lock (Gate)
            {
                return IsAlive && (Trips.Count > 0 || UnsentCount > 0
                    || (_taken < _due && !Run.Schedule.IsStopped));
            }
        }
    }

    /// <summary>Whether messages of an open loop wait for answers to those before.</summary>
    public bool HoldsBack
    {
        get
        {
            lock (Gate)
            {
                return IsAlive && _taken < _due;
            }
        }
    }

    /// <summary>
    /// Messages of an open loop that were due and not sent, but for those of the warm-up.
    /// </summary>
    public long NeverSent
    {
        get
        {
            lock (Gate)
            {
                return Run.Schedule.Unsent(_number, _stride, _taken, _due);
            }
        }
    }

    /// <summary>Takes its place in the run.</summary>
    /// <param name="number">Its number among the connections, from 0.</param>
    /// <param name="stride">
    /// How many connections there are: in an open loop every so many-th message is its own.
    /// </param>
    public void Join(int number, int stride)
    {
        lock (Gate)
        {
            _number = number;
            _stride = stride;
            StartAs(number);
        }
    }

    /// <summary>The first messages of a closed loop.</summary>
    public void Begin(long now)
    {
        lock (Gate)
        {
            _freeSince = now;
            Fill(fromPacer: false);
        }
    }

    /// <summary>Messages of an open loop are due.</summary>
    /// <param name="due">How many of its own, since the beginning.</param>
    public void Due(long due)
    {
        lock (Gate)
        {
            _due = due;
            Fill(fromPacer: true);
        }
    }

    /// <summary>Sends messages that nobody answers, if the kernel took those before.</summary>
    /// <param name="most">At most so many.</param>
    /// <returns>Whether any were sent.</returns>
    public bool Pump(int most)
    {
        lock (Gate)
        {
            long now = Stopwatch.GetTimestamp();
            int count = IsAlive && !IsStalled ? Run.Schedule.Claim(most, now) : 0;
            if (count > 0)
            {
                _freeSince = now;
                Ask(count, now, fromPacer: false);
            }

            return count > 0;
        }
    }

    // What came is counted and what goes too, under one lock of the shard; the call to the kernel
    // is outside of it. In a closed loop the answer's time is also the next message's, planned and
    // sent: to compare takes less than a look at the clock, or little more.
    protected override void Answered(ReadOnlySpan<byte> bytes, long now)
    {
        int count;
        LoadShard shard = Run.Shard;
        lock (shard)
        {
            if (!Compare(shard, bytes, now))
            {
                return;
            }

            _freeSince = now;
            count = Wanted();
            if (count > 0)
            {
                long sent = _isOpenLoop ? Stopwatch.GetTimestamp() : now;
                Enlist(shard, count, sent, fromPacer: false);
            }
        }

        if (count > 0)
        {
            Give(count);
        }

        if (count == Run.Text.Period)
        {
            Fill(fromPacer: false);
        }
    }

    protected override void OnRoom()
    {
        if (IsStalled)
        {
            return;
        }

        lock (Gate)
        {
            _freeSince = _isOpenLoop ? Stopwatch.GetTimestamp() : _freeSince;
            if (IsUnanswered && !_isOpenLoop)
            {
                Run.Room.Set();
            }
            else
            {
                Fill(fromPacer: false);
            }
        }
    }

    // As many messages as there is room for. Under the lock, like all that follow.
    void Fill(bool fromPacer)
    {
        int count;
        while ((count = Wanted()) > 0)
        {
            Ask(count, Stopwatch.GetTimestamp(), fromPacer);
        }
    }

    // How many messages may be sent now and are due.
    int Wanted()
    {
        if (!IsAlive || IsStalled)
        {
            return 0;
        }

        int room = Math.Min(_depth - Trips.Count, Run.Text.Period);
        return room <= 0 ? 0
            : _isOpenLoop ? Run.Schedule.IsStopped ? 0 : (int)Math.Min(room, _due - _taken)
            : Run.Schedule.Claim(room, _freeSince);
    }

    void Ask(int count, long now, bool fromPacer)
    {
        LoadShard shard = Run.Shard;
        lock (shard)
        {
            Enlist(shard, count, now, fromPacer);
        }

        Give(count);
    }

    void Enlist(LoadShard shard, int count, long now, bool fromPacer)
    {
        int counted;
        if (_isOpenLoop)
        {
            counted = EnlistDue(shard, count, now, fromPacer);
        }
        else
        {
            Await(_freeSince, now, count);
            counted = Run.Schedule.Counts(_freeSince) ? count : 0;
        }

        Count(shard, counted, count, now);
    }

    int EnlistDue(LoadShard shard, int count, long now, bool fromPacer)
    {
        LoadSchedule schedule = Run.Schedule;
        int counted = 0;
        for (int i = 0; i < count; i++)
        {
            long planned = schedule.PlannedAt(_number + (_taken * _stride));
            _taken++;
            Await(planned, now, 1);
            if (schedule.Counts(planned))
            {
                counted++;
                if (fromPacer)
                {
                    shard.Delayed(now - Math.Max(planned, _freeSince));
                }
            }
        }

        return counted;
    }

    void Await(long planned, long sent, int count)
    {
        if (!IsUnanswered)
        {
            Trips.Add(planned, sent, count);
        }
    }
}
