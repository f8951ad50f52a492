using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doorway.Engines.Linux.Interop;

namespace Doorway;

/// <summary>
/// A load of datagrams against one end point, on a thread of its own: gives each socket what is
/// due, receives, sweeps up what has waited too long.
/// </summary>
sealed class DatagramRun : IDisposable
{
    // So many messages are sent before it is looked what has come.
    const int Turn = 256;
    const int SilentTurn = 64;

    // Of all sockets together, remembered; 24 bytes each.
    const long FewestRemembered = 1 << 18;
    const long MostRemembered = 1 << 26;
    const double LikelyRate = 500_000;

    const int SweepMicroseconds = 5_000;
    const int SilentLingerMilliseconds = 20;
    const int SilentTimeouts = 3;

    readonly LoadLane[] _lanes;
    readonly List<LoadLane> _ready = [];
    readonly List<LoadLane> _touched = [];
    readonly Queue<(LoadLane Lane, long Planned)> _again = new();
    readonly Dictionary<SocketError, long> _errors = [];
    readonly LoadPatience _patience;
    readonly LoadPunctuality _punctuality = new();
    readonly bool _mayMove;
    readonly TaskCompletionSource _started =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    DatagramPoll? _poll;
    LoadTally? _tally;
    bool _isHeld;
    bool _everAnswered;
    long _next;
    long _due;
    long _lastSent;
    long _lastAnswered;
    long _lastBackOff;
    long _sweepAt;
    int _opened;
    volatile int _thread;
    TimeSpan _threadTime;
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
        LaneBits = System.Numerics.BitOperations.Log2((uint)plan.Connections - 1) + 1;
        LaneBits = plan.Connections == 1 ? 0 : LaneBits;
        Schedule = new LoadSchedule(plan, Stopwatch.GetTimestamp());
        _mayMove = mayMove;
        _patience = new LoadPatience(Schedule.Timeout, Stopwatch.Frequency);
        _lanes = new LoadLane[plan.Connections];
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
    public bool IsMoved { get; private set; }

    /// <summary>Runs to the end.</summary>
    /// <returns>The report.</returns>
    public async Task<LoadReport> RunAsync(CancellationToken cancellation)
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "Doorway load" };
        thread.UnsafeStart();
        await _started.Task.ConfigureAwait(false);
        using CancellationTokenRegistration stop = cancellation.UnsafeRegister(
            run => ((DatagramRun)run!).Stop(), this);
        while (!_ended.Task.IsCompleted)
        {
            long now = Stopwatch.GetTimestamp();
            _tally!.Tick(now);
            TimeSpan wait = Stopwatch.GetElapsedTime(now, _tally.NextTick);
            wait = TimeSpan.FromMilliseconds(Math.Clamp(wait.TotalMilliseconds, 1, 50));
            await Task.WhenAny(_ended.Task, Task.Delay(wait, CancellationToken.None))
                .ConfigureAwait(false);
        }

        await _ended.Task.ConfigureAwait(false);
        return Report();
    }

    // The one thread's time, without what it looked for in vain.
    IReadOnlyList<TimeSpan> Threads
    {
        get
        {
            int thread = _thread;
            return !OperatingSystem.IsLinux() ? []
                : [(thread == 0 ? _threadTime : ThreadClock.Of(thread)) - _punctuality.InVain];
        }
    }

    LoadReport Report() => _tally!.Report(Stopwatch.GetTimestamp()) with
    {
        Connected = _opened,
        DroppedByKernel = _dropped,
        Errors = _errors,
        Unsent = Plan.Rate is null ? 0 : Schedule.Unsent(number: 0, ways: 1, _next, _due)
            + _again.Count(one => Schedule.Counts(one.Planned)),
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
            _thread = OperatingSystem.IsLinux() ? ThreadClock.CurrentThread() : 0;
            Open(poll);
            Start();
            _started.SetResult();
            if (_opened > 0)
            {
                Loop(poll);
            }

            Finish();
            _threadTime = _thread == 0 ? TimeSpan.Zero : ThreadClock.Of(_thread);
            _thread = 0;
            _ended.SetResult();
        }
#pragma warning disable CA1031 // It is told to whoever awaits the run.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Start();
            _started.TrySetResult();
            _ended.TrySetException(failure);
        }
        finally
        {
            foreach (LoadLane? lane in _lanes)
            {
                lane?.Dispose();
            }
        }
    }

    void Open(DatagramPoll poll)
    {
        double wanted = 2 * (Plan.Rate ?? LikelyRate) * Plan.Timeout.TotalSeconds;
        long all = (long)Math.Clamp(wanted, FewestRemembered, MostRemembered);
        long each = Math.Max(all / Plan.Connections, Math.Min(4L * Plan.Depth, MostRemembered));
        int capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2(
            (uint)Math.Clamp(each, 16, MostRemembered));
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

        _lastSent = Now;
        _lastBackOff = Now;
        Volatile.Write(ref _tally, new LoadTally(Plan, Schedule, 1, () => Threads));
    }

    void Loop(DatagramPoll poll)
    {
        for (int i = 0; i < _opened && Plan.Rate is null; i++)
        {
            _lanes[i].FreeSince = Now;
            Ready(_lanes[i]);
        }

        while (true)
        {
            Hold();
            Sweep();
            Give();
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
        _everAnswered = true;
        _lastAnswered = Now;
        _patience.Sample(ticks);
    }

    /// <summary>A socket has a free place.</summary>
    public void Ready(LoadLane lane)
    {
        if (!lane.IsReady && Plan.Rate is null)
        {
            lane.IsReady = true;
            _ready.Add(lane);
        }
    }

    /// <summary>A message was not sent; it is tried again.</summary>
    public void SendAgain(LoadLane lane, long planned) => _again.Enqueue((lane, planned));

    /// <summary>The network or the kernel reported a failure.</summary>
    public void Failed(SocketError error)
    {
        _errors[error] = _errors.GetValueOrDefault(error) + 1;
        if (_mayMove && !_everAnswered && (_opened == 0 || error == SocketError.ConnectionRefused))
        {
            IsMoved = true;
            Stop();
        }
    }

    void Sweep()
    {
        if (Now < _sweepAt)
        {
            return;
        }

        long period = Math.Max(SweepMicroseconds, _opened);
        _sweepAt = Now + (period * Stopwatch.Frequency / 1_000_000);
        bool isInVain = false;
        for (int i = 0; i < _opened; i++)
        {
            isInVain |= _lanes[i].Sweep(Now, _patience.Value);
        }

        if (isInVain && Now - _lastBackOff >= _patience.Value)
        {
            _lastBackOff = Now;
            _patience.BackOff();
        }

        if (!IsSilent && IsGone)
        {
            Stop();
        }
    }

    // Nobody is there, and says so; or says nothing any more, and a closed loop would send a count
    // at the pace of answers that never come: for hours.
    bool IsGone => !_everAnswered && _errors.ContainsKey(SocketError.ConnectionRefused)
        ? Now - Schedule.Start >= Schedule.Timeout
        : Plan.Count is not null && Plan.Rate is null
            && Now - Math.Max(Schedule.Start, _lastAnswered) >= SilentTimeouts * Schedule.Timeout;

    void Give()
    {
        int left = Turn;
        for (int again = _again.Count; again > 0 && !Schedule.IsStopped; again--)
        {
            (LoadLane lane, long planned) = _again.Dequeue();
            Send(lane, planned, hasPlace: true);
            left--;
        }

        if (Plan.Rate is not null)
        {
            GiveDue(left);
        }
        else
        {
            GiveFree();
        }

        Flush();
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
    void GiveDue(int left)
    {
        if (Plan.Count is null && Now - Schedule.Ends >= Schedule.Timeout)
        {
            // A duration is kept, though less was sent in it than was asked for.
            Schedule.Stop();
        }

        if (Schedule.IsStopped)
        {
            return;
        }

        _due = Schedule.DueAt(Now);
        for (; _next < _due && left > 0; _next++, left--)
        {
            long planned = Schedule.PlannedAt(_next);
            Send(_lanes[_next % _opened], planned, hasPlace: false);
            if (Schedule.Counts(planned))
            {
                Shard.Delayed(Now - planned);
            }
        }
    }

    // Closed loop: what has places is given messages for them.
    void GiveFree()
    {
        int count = _ready.Count;
        for (int i = 0; i < count; i++)
        {
            LoadLane lane = _ready[i];
            lane.IsReady = false;
            int room = IsSilent ? SilentTurn : Math.Min(Turn, Plan.Depth - lane.InFlight);
            long planned = IsSilent ? Now : lane.FreeSince;
            int given = room > 0 ? Schedule.Claim(room, planned) : 0;
            for (int j = 0; j < given; j++)
            {
                Send(lane, planned, hasPlace: false);
            }

            if (given == room && (IsSilent || lane.InFlight < Plan.Depth))
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
            _lastSent = Stopwatch.GetTimestamp();
            lane.IsTouched = false;
            lane.Flush(_lastSent);
        }

        _touched.Clear();
    }

    // When the loop has something to do again; 0 when the run is over.
    long NextTime()
    {
        bool isOver = Plan.Rate is null
            ? Schedule.IsOver(Now) : _next >= Schedule.Total || Schedule.IsStopped;
        bool isSent = isOver && (_again.Count == 0 || Schedule.IsStopped
            || Now - _lastSent >= Schedule.Timeout);
        if (isSent)
        {
            long end = _lastSent + Linger();
            return Now >= end || IsMoved ? 0 : Math.Min(end, _sweepAt);
        }

        if (_again.Count > 0 || _ready.Count > 0)
        {
            return Now;
        }

        long next = Math.Min(_sweepAt, Schedule.Ends);
        return Plan.Rate is null ? next : Math.Min(next, Schedule.PlannedAt(_next));
    }

    // What was answered may have been duplicated on the way.
    long Linger() => IsSilent ? Stopwatch.Frequency * SilentLingerMilliseconds / 1_000
        : Missing > 0 ? Schedule.Timeout : _patience.Value;

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
