using System.Diagnostics;
using System.Net;

namespace Doorway;

/// <summary>A load over streams (TCP, Unix): opens the connections, watches, reports.</summary>
sealed class StreamLoad : IAsyncDisposable
{
    const int DialledAtOnce = 64;

    // How long a server may take to close once it has nothing to answer.
    static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    // What one call to send may have, where nobody answers.
    const int PumpBytes = 64 * 1024;

    readonly LoadPlan _plan;
    readonly StreamRun _run;
    readonly List<LoadConversation> _sessions = [];
    readonly List<LoadSlot> _slots = [];
    Task _slotsEnd = Task.CompletedTask;
    Task _sender = Task.CompletedTask;
    LoadPacer? _pacer;
    volatile bool _isEnding;
    long _overSince;

    StreamLoad(LoadPlan plan, IReadOnlyList<EndPoint> remotes)
    {
        _plan = plan;
        _run = new StreamRun(plan, remotes);
    }

    /// <summary>Runs it.</summary>
    /// <param name="plan">What to send.</param>
    /// <param name="remotes">The target's end points; the first that answers is taken.</param>
    /// <param name="cancellation">Sends no more, and waits for the answers under way.</param>
    public static async Task<LoadReport> RunAsync(
        LoadPlan plan, IReadOnlyList<EndPoint> remotes, CancellationToken cancellation)
    {
        var load = new StreamLoad(plan, remotes);
        await using (load.ConfigureAwait(false))
        {
            await load.OpenAsync(cancellation).ConfigureAwait(false);
            load.Start();
            await ThreadOf(() => load.Watch(cancellation)).ConfigureAwait(false);
            long now = Stopwatch.GetTimestamp();
            await load.FinishAsync().ConfigureAwait(false);
            return load._run.Report(now, load.NeverSent);
        }
    }

    static Task ThreadOf(Action action) => Task.Factory.StartNew(
        action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    long NeverSent =>
        _sessions.Sum(session => session.NeverSent) + _slots.Sum(slot => slot.NeverSent);

    async ValueTask OpenAsync(CancellationToken cancellation)
    {
        if (_plan.Reconnect || !await DialAsync(cancellation).ConfigureAwait(false))
        {
            return;
        }

        await Parallel.ForAsync(
            1, _plan.Connections,
            new ParallelOptions { MaxDegreeOfParallelism = DialledAtOnce },
            async (_, _) => await DialAsync(cancellation).ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    async ValueTask<bool> DialAsync(CancellationToken cancellation)
    {
        var session = new LoadConversation(_run);
        if (cancellation.IsCancellationRequested
            || await _run.DialAsync(session, cancellation).ConfigureAwait(false) != default)
        {
            return false;
        }

        lock (_sessions)
        {
            _sessions.Add(session);
        }

        return true;
    }

    void Start()
    {
        long now = Stopwatch.GetTimestamp();
        var schedule = new LoadSchedule(_plan, now);
        _run.Start(schedule);
        for (int i = 0; i < _sessions.Count; i++)
        {
            _sessions[i].Join(i, _sessions.Count);
        }

        for (int i = 0; _plan.Reconnect && i < _plan.Connections; i++)
        {
            _slots.Add(new LoadSlot(_run, i, _plan.Connections));
        }

        _slotsEnd = Task.WhenAll(_slots.Select(slot => Task.Run(slot.RunAsync)));
        int ways = _sessions.Count + _slots.Count;
        if (_plan.Rate is not null && ways > 0)
        {
            _pacer = new LoadPacer(schedule, ways, Due);
            _sender = _pacer.RunAsync();
        }
        else if (_plan.Expect == LoadExpectation.None && !_plan.Reconnect)
        {
            _sender = ThreadOf(Pump);
        }
        else
        {
            _sessions.ForEach(session => session.Begin(now));
        }
    }

    void Due(int way, long due)
    {
        if (_plan.Reconnect)
        {
            _slots[way].Due(due);
        }
        else
        {
            _sessions[way].Due(due);
        }
    }

    // Nobody answers: a thread goes round and gives each connection what the kernel takes.
    void Pump()
    {
        int most = Math.Clamp(PumpBytes / _plan.Size, 1, _run.Text.Period);
        while (!_isEnding && !_run.Schedule.IsOver(Stopwatch.GetTimestamp()))
        {
            bool any = false;
            foreach (LoadConversation session in _sessions)
            {
                any |= session.Pump(most);
            }

            if (!any)
            {
                _run.Room.WaitOne(Look);
            }
        }
    }

    // A thread of its own, which sleeps. A worker of the pool would look for work before it sleeps
    // again, each time, and take that from the loops.
    void Watch(CancellationToken cancellation)
    {
        while (true)
        {
            long now = Stopwatch.GetTimestamp();
            if (cancellation.IsCancellationRequested && !_run.Schedule.IsStopped)
            {
                Stop();
            }

            if (IsOver(now))
            {
                return;
            }

            _run.Tally.Tick(now);
            TimeSpan left = Stopwatch.GetElapsedTime(now, _run.Tally.NextTick);
            Thread.Sleep(left > TimeSpan.Zero && left < Look ? left : Look);
        }
    }

    bool IsOver(long now)
    {
        bool isAlone = _plan.Reconnect
            ? _slotsEnd.IsCompleted : _sessions.TrueForAll(session => !session.IsAlive);
        if (isAlone)
        {
            return true;
        }

        bool isSent = _run.Schedule.IsOver(now) && _sender.IsCompleted;
        _overSince = isSent && _overSince == 0 ? now : _overSince;
        if (isSent && (_plan.Count is null || _run.Schedule.IsStopped))
        {
            return !IsBusy || IsGivenUp(now);
        }

        // A count is sent to the end, as long as anything moves.
        return (isSent && !IsBusy) || (_plan.Count is not null && IsSilent(now, isSent));
    }

    // What is held back still has its turn for a while. Then no more is sent, and what was sent
    // last has as long for its answer as all before it.
    bool IsGivenUp(long now)
    {
        if (now - _overSince < _run.Schedule.Timeout)
        {
            return false;
        }

        if (_run.Schedule.IsStopped || !HoldsBack)
        {
            return true;
        }

        Stop();
        return false;
    }

    void Stop()
    {
        _run.Schedule.Stop();
        _overSince = 0;
        _slots.ForEach(slot => slot.Stop());
    }

    bool HoldsBack => _sessions.Exists(session => session.HoldsBack)
        || _slots.Exists(slot => slot.HoldsBack);

    bool IsBusy => _plan.Reconnect || _sessions.Exists(session => session.IsBusy);

    bool IsSilent(long now, bool isSent)
    {
        if (_plan.Reconnect || (_plan.Rate is not null && !isSent))
        {
            return false;
        }

        long clock = Environment.TickCount64;
        double quiet = Math.Min(
            _sessions.Min(session => session.SilentFor(clock)),
            Stopwatch.GetElapsedTime(isSent ? _overSince : _run.Schedule.Start, now)
                .TotalMilliseconds);
        return quiet >= _plan.Timeout.TotalMilliseconds;
    }

    // Stops whoever sends; what is unanswered now is lost. Again, it does nothing.
    async ValueTask FinishAsync()
    {
        if (_isEnding)
        {
            return;
        }

        _isEnding = true;
        _pacer?.Stop();
        _run.End();
        _run.Room.Set();
        await _sender.ConfigureAwait(false);
        _sessions.ForEach(session => session.Finish());
        _slots.ForEach(slot => slot.Finish());
        await _slotsEnd.ConfigureAwait(false);
    }

    /// <summary>Closes what is open.</summary>
    public async ValueTask DisposeAsync()
    {
        await FinishAsync().ConfigureAwait(false);
        long deadline = Environment.TickCount64 + (long)Linger.TotalMilliseconds;
        bool isAsked = false;
        while (_sessions.Exists(session => !session.IsClosed))
        {
            if (Environment.TickCount64 >= deadline && !isAsked)
            {
                _sessions.ForEach(session => session.StopLingering());
                isAsked = true;
            }

            await Task.Delay(1).ConfigureAwait(false);
        }

        _slots.ForEach(slot => slot.Dispose());
        _run.Dispose();
    }
}
