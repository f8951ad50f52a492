using System.Diagnostics;

namespace Doorway;

/// <summary>
/// Gives the sockets of a load of datagrams what they are to send: in an open loop what is due, in
/// turns; in a closed one a message for each free place. Of the run's one thread.
/// </summary>
/// <param name="run">What it is part of.</param>
/// <param name="lanes">The sockets.</param>
sealed class LoadFeed(DatagramRun run, LoadLane[] lanes)
{
    // So many messages are sent before it is looked what has come.
    const int Turn = 256;
    const int SilentTurn = 64;

    readonly bool _isOpenLoop = run.Plan.Rate is not null;
    readonly List<LoadLane> _ready = [];
    readonly List<LoadLane> _touched = [];
    readonly Queue<(LoadLane Lane, long Planned)> _again = new();
    long _next;
    long _due;

    /// <summary>When messages were sent last.</summary>
    public long LastSent { get; private set; }

    /// <summary>Messages that count, were due in an open loop, and were not sent.</summary>
    public long NeverSent => !_isOpenLoop ? 0
        : run.Schedule.Unsent(number: 0, ways: 1, _next, _due)
            + _again.Count(one => run.Schedule.Counts(one.Planned));

    /// <summary>The run begins.</summary>
    public void Start(long now) => LastSent = now;

    /// <summary>All sockets of a closed loop have free places.</summary>
    /// <param name="opened">How many there are.</param>
    /// <param name="now">Since when.</param>
    public void FreeAll(int opened, long now)
    {
        for (int i = 0; i < opened && !_isOpenLoop; i++)
        {
            lanes[i].FreeSince = now;
            Ready(lanes[i]);
        }
    }

    /// <summary>A socket has a free place.</summary>
    public void Ready(LoadLane lane)
    {
        if (!lane.IsReady && !_isOpenLoop)
        {
            lane.IsReady = true;
            _ready.Add(lane);
        }
    }

    /// <summary>A message was not sent; it is tried again.</summary>
    public void SendAgain(LoadLane lane, long planned) => _again.Enqueue((lane, planned));

    /// <summary>Sends what is to be sent now.</summary>
    public void Give(int opened, long now)
    {
        int left = Turn;
        for (int again = _again.Count; again > 0 && !run.Schedule.IsStopped; again--)
        {
            (LoadLane lane, long planned) = _again.Dequeue();
            Send(lane, planned, hasPlace: true);
            left--;
        }

        if (_isOpenLoop)
        {
            GiveDue(opened, left, now);
        }
        else
        {
            GiveFree(now);
        }

        Flush();
    }

    /// <summary>Whether all is sent that will be.</summary>
    public bool IsDone(long now)
    {
        LoadSchedule schedule = run.Schedule;
        bool isOver = _isOpenLoop
            ? _next >= schedule.Total || schedule.IsStopped : schedule.IsOver(now);
        return isOver && (_again.Count == 0 || schedule.IsStopped
            || now - LastSent >= schedule.Timeout);
    }

    /// <summary>When there is something to send again: now, if there is.</summary>
    public long NextTime(long now)
    {
        long ends = run.Schedule.Ends;
        return _again.Count > 0 || _ready.Count > 0 ? now
            : _isOpenLoop ? Math.Min(ends, run.Schedule.PlannedAt(_next)) : ends;
    }

    void Send(LoadLane lane, long planned, bool hasPlace)
    {
        lane.Send(planned, hasPlace);
        if (!lane.IsTouched)
        {
            lane.IsTouched = true;
            _touched.Add(lane);
        }
    }

    // Open loop: the sockets take turns, whatever their answers do.
    void GiveDue(int opened, int left, long now)
    {
        LoadSchedule schedule = run.Schedule;
        if (run.Plan.Count is null && now - schedule.Ends >= schedule.Timeout)
        {
            // A duration is kept, though less was sent in it than was asked for.
            schedule.Stop();
        }

        if (schedule.IsStopped)
        {
            return;
        }

        _due = schedule.DueAt(now);
        for (; _next < _due && left > 0; _next++, left--)
        {
            long planned = schedule.PlannedAt(_next);
            Send(lanes[_next % opened], planned, hasPlace: false);
            if (schedule.Counts(planned))
            {
                run.Shard.Delayed(now - planned);
            }
        }
    }

    // Closed loop: what has places is given messages for them.
    void GiveFree(long now)
    {
        int count = _ready.Count;
        for (int i = 0; i < count; i++)
        {
            LoadLane lane = _ready[i];
            lane.IsReady = false;
            bool isSilent = run.IsSilent;
            int room = isSilent ? SilentTurn : Math.Min(Turn, run.Plan.Depth - lane.InFlight);
            long planned = isSilent ? now : lane.FreeSince;
            int given = room > 0 ? run.Schedule.Claim(room, planned) : 0;
            for (int j = 0; j < given; j++)
            {
                Send(lane, planned, hasPlace: false);
            }

            if (given == room && (isSilent || lane.InFlight < run.Plan.Depth))
            {
                Ready(lane);
            }
        }

        _ready.RemoveRange(0, count);
    }

    void Flush()
    {
        if (_touched.Count == 0)
        {
            return;
        }

        foreach (LoadLane lane in _touched)
        {
            LastSent = Stopwatch.GetTimestamp();
            lane.IsTouched = false;
            lane.Flush(LastSent);
        }

        _touched.Clear();
    }
}
