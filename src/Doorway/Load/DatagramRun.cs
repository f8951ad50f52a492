using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// A load of datagrams against one end point, on a thread of its own: gives each socket what is
/// due, receives, sweeps up what has waited too long.
/// </summary>
sealed class DatagramRun : IDisposable
{
    const int SilentLingerMilliseconds = 20;

    readonly LoadLane[] _lanes;
    readonly LoadFaults _faults;
    readonly LoadSweep _sweep;
    readonly LoadPunctuality _punctuality = new();
    readonly LoadThread _thread;
    DatagramPoll? _poll;
    LoadTally? _tally;
    bool _isHeld;
    int _opened;
    long _dropped;
    volatile bool _isStopped;

    /// <param name="plan">What to send.</param>
    /// <param name="remote">Where to.</param>
    /// <param name="mayMove">
    /// Whether to give up at once when it is refused before anything was answered.
    /// </param>
    /// <exception cref="ArgumentException">The plan's size or text is not possible.</exception>
    public DatagramRun(LoadPlan plan, EndPoint remote, bool mayMove)
    {
        Plan = plan;
        Remote = remote;
        Text = new TaggedText(plan, remote.AddressFamily == AddressFamily.InterNetworkV6);
        Buffer = new byte[plan.Size];
        IsSilent = plan.Expect == LoadExpectation.None;
        LaneBits = LaneTag.BitsFor(plan.Connections);
        Schedule = new LoadSchedule(plan, Stopwatch.GetTimestamp());
        _faults = new LoadFaults(mayMove);
        _lanes = new LoadLane[plan.Connections];
        Feed = new LoadFeed(this, _lanes);
        _thread = new LoadThread(Run);
        _sweep = new LoadSweep(Schedule.Timeout, _lanes);
    }

    public LoadPlan Plan { get; }

    public EndPoint Remote { get; }

    public TaggedText Text { get; }

    /// <summary>Room for one message.</summary>
    public byte[] Buffer { get; }

    /// <summary>Whether no answers are expected.</summary>
    public bool IsSilent { get; }

    /// <summary>How many bits of a message's tag say which socket it is of.</summary>
    public int LaneBits { get; }

    /// <summary>When what is sent; from the moment that the sockets are open.</summary>
    public LoadSchedule Schedule { get; private set; }

    /// <summary>Gives the sockets what they are to send.</summary>
    public LoadFeed Feed { get; }

    /// <summary>Where it is counted.</summary>
    public LoadShard Shard => _tally!.Shard(0);

    /// <summary>How often losses came in a row of each length.</summary>
    public Dictionary<int, long> LossTable { get; } = [];

    /// <summary>How many messages have had no answer.</summary>
    public long Missing { get; set; }

    /// <summary>Which wait the thread is in.</summary>
    public long Round { get; private set; }

    /// <summary>The time of this turn.</summary>
    public long Now { get; private set; }

    /// <summary>Whether the target refused before it answered, and there are others.</summary>
    public bool IsMoved => _faults.IsMoved;

    /// <summary>Runs to the end.</summary>
    /// <returns>The report.</returns>
    public async Task<LoadReport> RunAsync(CancellationToken cancellation)
    {
        _thread.Start();
        await _thread.WhenReady.ConfigureAwait(false);
        using CancellationTokenRegistration stop = cancellation.UnsafeRegister(
            run => ((DatagramRun)run!).Stop(), this);
        while (!_thread.WhenEnded.IsCompleted)
        {
            long now = Stopwatch.GetTimestamp();
            _tally!.Tick(now);
            TimeSpan wait = Stopwatch.GetElapsedTime(now, _tally.NextTick);
            wait = TimeSpan.FromMilliseconds(Math.Clamp(wait.TotalMilliseconds, 1, 50));
            await Task.WhenAny(_thread.WhenEnded, Task.Delay(wait, CancellationToken.None))
                .ConfigureAwait(false);
        }

        await _thread.WhenEnded.ConfigureAwait(false);
        return Report();
    }

    // The one thread's time, without what it looked for in vain.
    IReadOnlyList<TimeSpan> Threads =>
        OperatingSystem.IsLinux() ? [_thread.Time - _punctuality.InVain] : [];

    LoadReport Report() => _tally!.Report(Stopwatch.GetTimestamp()) with
    {
        Connected = _opened,
        DroppedByKernel = _dropped,
        Errors = _faults.Errors,
        Unsent = Feed.NeverSent,
        LossRuns = LossTable,
    };

    void Stop()
    {
        _isStopped = true;
        Schedule.Stop();
    }

    void Run()
    {
        try
        {
            _poll = Plan.Engine.CreateDatagramPoll();
            using DatagramPoll poll = _poll;
            Open(poll);
            Start();
            _thread.TellReady();
            if (_opened > 0)
            {
                Loop(poll);
            }

            Finish();
        }
        finally
        {
            Start();
            foreach (LoadLane? lane in _lanes)
            {
                lane?.Dispose();
            }
        }
    }

    void Open(DatagramPoll poll)
    {
        int capacity = LoadOutstanding.CapacityFor(Plan);
        try
        {
            for (int i = 0; i < _lanes.Length; i++)
            {
                _lanes[i] = new LoadLane(this, i, capacity);
                _lanes[i].Open(poll);
                _opened++;
            }
        }
        catch (SocketException failure)
        {
            Failed(failure.SocketErrorCode);
        }
    }

    void Start()
    {
        if (_tally is not null)
        {
            return;
        }

        Now = Stopwatch.GetTimestamp();
        Schedule = new LoadSchedule(Plan, Now);
        if (_isStopped)
        {
            Schedule.Stop();
        }

        Feed.Start(Now);
        _sweep.Start(Now);
        Volatile.Write(ref _tally, new LoadTally(Plan, Schedule, 1, () => Threads));
    }

    void Loop(DatagramPoll poll)
    {
        Feed.FreeAll(_opened, Now);
        while (true)
        {
            Hold();
            Sweep();
            Feed.Give(_opened, Now);
            LetGo();
            long until = NextTime();
            if (until == 0)
            {
                return;
            }

            Round++;
            _punctuality.Wait(poll, until);
            LetGo();
            Now = Stopwatch.GetTimestamp();
        }
    }

    // Nobody cuts a second off while something is counted.
    void Hold()
    {
        if (!_isHeld)
        {
            Monitor.Enter(Shard);
            _isHeld = true;
        }
    }

    void LetGo()
    {
        if (_isHeld)
        {
            _isHeld = false;
            Monitor.Exit(Shard);
        }
    }

    /// <summary>Something has arrived.</summary>
    /// <returns>When.</returns>
    public long Arrive()
    {
        Hold();
        return Stopwatch.GetTimestamp();
    }

    /// <summary>An answer took so long.</summary>
    public void Answered(long ticks)
    {
        _faults.LastAnswered = Now;
        _sweep.Answered(ticks);
    }

    /// <summary>The network or the kernel reported a failure.</summary>
    public void Failed(SocketError error)
    {
        if (_faults.Add(error, _opened))
        {
            Stop();
        }
    }

    void Sweep()
    {
        if (_sweep.Sweep(_opened, Now) && !IsSilent
            && _faults.IsGone(Plan, Schedule, Now))
        {
            Stop();
        }
    }

    // When the loop has something to do again; 0 when the run is over.
    long NextTime()
    {
        if (!Feed.IsDone(Now))
        {
            return Math.Min(_sweep.Next, Feed.NextTime(Now));
        }

        long end = Feed.LastSent + Linger();
        return Now >= end || IsMoved ? 0 : Math.Min(end, _sweep.Next);
    }

    // What was answered may have been duplicated on the way.
    long Linger() => IsSilent ? Stopwatch.Frequency * SilentLingerMilliseconds / 1_000
        : Missing > 0 ? Schedule.Timeout : _sweep.Patience;

    void Finish()
    {
        Hold();
        for (int i = 0; i < _opened; i++)
        {
            _dropped += _lanes[i].DroppedByKernel;
            _lanes[i].Finish();
        }

        LetGo();
    }

    public void Dispose()
    {
        Stop();
        _poll?.Wake();
    }
}
