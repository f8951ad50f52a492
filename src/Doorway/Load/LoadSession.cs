using System.Diagnostics;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// One connection that asks: keeps as many messages unanswered as the plan allows, and compares
/// what comes with the answers that must come, in order. A stream has no boundaries, so that
/// answers may come in any pieces.
/// </summary>
/// <remarks>
/// In an open loop it is told what is due, and sends it at once if it can; else, when an answer or
/// the kernel makes room. Engine and pacer call from threads of their own: a lock keeps them apart.
/// </remarks>
sealed class LoadSession : Session
{
    // Connections begin at different messages: an answer to another one's is seen.
    const int Stride = 37;

    readonly Lock _gate = new();
    readonly StreamRun _run;
    readonly LoadTrips _trips;
    readonly LoadAnswers _answers;
    readonly bool _isOpenLoop;
    readonly bool _isOnce;
    readonly bool _isUnanswered;
    readonly TaskCompletionSource? _closed;
    int _number;
    int _stride = 1;
    int _next;
    byte[]? _early;
    bool _isFinished;
    long _due;
    long _taken;
    long _freeSince;

    /// <param name="run">What it is part of.</param>
    /// <param name="isOnce">Whether it ends after one answer.</param>
    public LoadSession(StreamRun run, bool isOnce = false)
    {
        _run = run;
        _answers = new LoadAnswers(run);
        _trips = new LoadTrips(isOnce ? 1 : run.Plan.Depth);
        _isOpenLoop = run.Plan.Rate is not null && !isOnce;
        _isOnce = isOnce;
        _isUnanswered = run.Plan.Expect == LoadExpectation.None;
        _closed = isOnce
            ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
    }

    /// <summary>Whether it can still send.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether it has an answer, and ended after it.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Whether its socket is closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>A task that ends when it is closed; of one that ends after one answer.</summary>
    public Task WhenClosed => _closed!.Task;

    /// <summary>Whether an answer is awaited, or a message waits to be sent.</summary>
    public bool IsBusy
    {
        get
        {
            // Under the lock: who has leave to send a message has sent it when this is told.
            lock (_gate)
            {
                return IsAlive && (_trips.Count > 0 || UnsentCount > 0
                    || (_taken < _due && !_run.Schedule.IsStopped));
            }
        }
    }

    /// <summary>Whether messages of an open loop wait for answers to those before.</summary>
    public bool HoldsBack
    {
        get
        {
            lock (_gate)
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
            lock (_gate)
            {
                return _run.Schedule.Unsent(_number, _stride, _taken, _due);
            }
        }
    }

    // Answers are read whatever lies unsent: two ends that wait for each other would wait for ever.
    protected override bool IsPaused => false;

    /// <summary>Takes its place in the run.</summary>
    /// <param name="number">Its number among the connections, from 0.</param>
    /// <param name="stride">
    /// How many connections there are: in an open loop every so many-th message is its own.
    /// </param>
    public void Join(int number, int stride)
    {
        lock (_gate)
        {
            _number = number;
            _stride = stride;
            _next = _run.Text.Index((long)number * Stride);
            _answers.StartFrom(_next);
            TellEarly();
        }
    }

    /// <summary>The first messages of a closed loop.</summary>
    public void Begin(long now)
    {
        lock (_gate)
        {
            _freeSince = now;
            Fill(fromPacer: false);
        }
    }

    /// <summary>Messages of an open loop are due.</summary>
    /// <param name="due">How many of its own, since the beginning.</param>
    public void Due(long due)
    {
        lock (_gate)
        {
            _due = due;
            Fill(fromPacer: true);
        }
    }

    /// <summary>One message, planned for a time; of a connection that ends after it.</summary>
    public void Ask(long planned)
    {
        lock (_gate)
        {
            if (IsAlive)
            {
                Send(1, planned, Stopwatch.GetTimestamp(), fromPacer: false);
            }
        }
    }

    /// <summary>Sends messages that nobody answers, if the kernel took those before.</summary>
    /// <param name="most">At most so many.</param>
    /// <returns>Whether any were sent.</returns>
    public bool Pump(int most)
    {
        lock (_gate)
        {
            long now = Stopwatch.GetTimestamp();
            int count = IsAlive && !IsStalled ? _run.Schedule.Claim(most, now) : 0;
            if (count > 0)
            {
                Send(count, now, now, fromPacer: false);
            }

            return count > 0;
        }
    }

    /// <summary>The run is over: what is unanswered is lost.</summary>
    public void Finish()
    {
        bool isClean;
        lock (_gate)
        {
            isClean = _trips.Count == 0 && UnsentCount == 0;
            _isFinished = true;
            IsAlive = false;
            LoseAll();
            if (_isUnanswered)
            {
                TakeBackUnsent();
            }
        }

        if (isClean)
        {
            End();
        }
        else
        {
            Abort();
        }
    }

    protected override void OnReceived(ReadOnlySpan<byte> bytes)
    {
        long now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _early ??= _run.IsStarted ? null : bytes.ToArray();
            if (_isUnanswered || !_run.IsStarted)
            {
                return;
            }

            if (!_isOnce)
            {
                Answer(bytes, now);
            }
            else if (CompareOnce(bytes, now))
            {
                IsAnswered = true;
                IsAlive = false;
                End();
            }
        }
    }

    protected override void OnAllSent()
    {
        lock (_gate)
        {
            _freeSince = _isOpenLoop ? Stopwatch.GetTimestamp() : _freeSince;
            if (_isUnanswered && !_isOpenLoop)
            {
                _run.Room.Set();
            }
            else if (!_isOnce)
            {
                Fill(fromPacer: false);
            }
        }
    }

    protected override void OnPeerFinished()
    {
        lock (_gate)
        {
            if (IsAlive)
            {
                _run.ClosedByServer();
            }

            IsAlive = false;
            LoseAll();
        }

        End();
    }

    protected override void OnClosed()
    {
        lock (_gate)
        {
            bool isFault = Error != SocketError.Success && !_isFinished;
            if (isFault)
            {
                _run.Failed(Error);
            }

            if (isFault && IsAlive && Error is SocketError.ConnectionReset or SocketError.Shutdown)
            {
                _run.ClosedByServer();
            }

            IsAlive = false;
            IsClosed = true;
            LoseAll();
        }

        _closed?.TrySetResult();
        _run.Room.Set();
    }

    // Under the lock, like all that follow. What came is counted and what goes too, under one lock
    // of the shard; the call to the kernel is outside of it.
    void Answer(ReadOnlySpan<byte> bytes, long now)
    {
        LoadShard shard = _run.Shard;
        int count;
        lock (shard)
        {
            if (!_answers.Compare(_trips, shard, bytes, now))
            {
                return;
            }

            _freeSince = now;
            count = Wanted();
            if (count > 0)
            {
                Enlist(shard, count, now, Stopwatch.GetTimestamp(), fromPacer: false);
            }
        }

        if (count > 0)
        {
            Give(count);
        }

        if (count == _run.Text.Period)
        {
            Fill(fromPacer: false);
        }
    }

    // As many messages as there is room for.
    void Fill(bool fromPacer)
    {
        int count;
        while ((count = Wanted()) > 0)
        {
            Send(count, _freeSince, Stopwatch.GetTimestamp(), fromPacer);
        }
    }

    // How many messages may be sent now and are due.
    int Wanted()
    {
        if (!IsAlive || IsStalled)
        {
            return 0;
        }

        int room = Math.Min(
            _isUnanswered ? int.MaxValue : _run.Plan.Depth - _trips.Count, _run.Text.Period);
        return room <= 0 ? 0
            : _isOpenLoop ? _run.Schedule.IsStopped ? 0 : (int)Math.Min(room, _due - _taken)
            : _run.Schedule.Claim(room, _freeSince);
    }

    void Send(int count, long planned, long now, bool fromPacer)
    {
        LoadShard shard = _run.Shard;
        lock (shard)
        {
            Enlist(shard, count, planned, now, fromPacer);
        }

        Give(count);
    }

    void Enlist(LoadShard shard, int count, long planned, long now, bool fromPacer)
    {
        LoadSchedule schedule = _run.Schedule;
        int counted = 0;
        for (int i = 0; i < count; i++)
        {
            planned = _isOpenLoop
                ? schedule.PlannedAt(_number + (_taken * _stride)) : planned;
            _taken++;
            if (!_isUnanswered)
            {
                _trips.Add(planned, now);
            }

            if (schedule.Counts(planned))
            {
                counted++;
                if (fromPacer)
                {
                    shard.Delayed(now - Math.Max(planned, _freeSince));
                }
            }
        }

        if (counted > 0)
        {
            LoadText text = _run.Text;
            int first = counted == count ? _next : text.Index(_next + count - counted);
            shard.Sent(counted, text.Messages(first, counted).Length, now);
        }
    }

    void Give(int count)
    {
        ReadOnlySpan<byte> bytes = _run.Text.Messages(_next, count);
        _next = _run.Text.Index(_next + count);
        Send(bytes);
    }

    bool CompareOnce(ReadOnlySpan<byte> bytes, long now)
    {
        LoadShard shard = _run.Shard;
        lock (shard)
        {
            return _answers.Compare(_trips, shard, bytes, now);
        }
    }

    void LoseAll()
    {
        int lost = 0;
        while (_trips.Count > 0)
        {
            lost += _run.Schedule.Counts(_trips.Take().Planned) ? 1 : 0;
        }

        if (lost > 0)
        {
            LoadShard shard = _run.Shard;
            lock (shard)
            {
                shard.Piece.Lost += lost;
            }
        }
    }

    // It spoke before it was asked.
    void TellEarly()
    {
        if (_early is not null && !_isUnanswered)
        {
            LoadShard shard = _run.Shard;
            lock (shard)
            {
                shard.Piece.Corrupted++;
                shard.Piece.Differ([], _early);
            }
        }

        _early = null;
    }

    // What the kernel never took was not sent.
    void TakeBackUnsent()
    {
        int unsent = UnsentCount;
        LoadShard shard = _run.Shard;
        lock (shard)
        {
            while (unsent > 0)
            {
                _next = _run.Text.Index(_next + _run.Text.Period - 1);
                int length = _run.Text.Messages(_next, 1).Length;
                unsent -= length;
                shard.Piece.Sent--;
                shard.Piece.BytesSent -= length;
            }
        }
    }
}
