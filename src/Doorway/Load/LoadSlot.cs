using System.Diagnostics;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// Asks over a new connection each time, one after the other: dials, sends one message, reads the
/// answer, half-closes and sees the server close. Dialling is part of the latency.
/// </summary>
/// <param name="run">What it is part of.</param>
/// <param name="number">Its number among those that do so.</param>
/// <param name="ways">How many of them there are.</param>
sealed class LoadSlot(StreamRun run, int number, int ways) : IDisposable
{
    // A target that is gone is given up after so many failures in a row, in a row that lasts as
    // long as an answer may take.
    const int MostFailures = 3;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    readonly SemaphoreSlim _awaited = new(0);
    long _due;
    long _taken;
    volatile LoadExchange? _session;
    volatile bool _isFinished;

    /// <summary>
    /// Messages of an open loop that were due and for which nothing was dialled, but for those of
    /// the warm-up.
    /// </summary>
    public long NeverSent => run.Schedule.Unsent(
        number, ways, Volatile.Read(ref _taken), Volatile.Read(ref _due));

    /// <summary>Messages of an open loop are due.</summary>
    /// <param name="due">How many of its own, since the beginning.</param>
    public void Due(long due)
    {
        int more = (int)(due - _due);
        Volatile.Write(ref _due, due);
        _awaited.Release(more);
    }

    /// <summary>Whether messages of an open loop wait for their turn.</summary>
    public bool HoldsBack => Volatile.Read(ref _taken) < Volatile.Read(ref _due);

    /// <summary>Has it see that the schedule was stopped; what is under way goes on.</summary>
    public void Stop() => _awaited.Release();

    /// <summary>Sends no more, and gives up what is unanswered.</summary>
    public void Finish()
    {
        _isFinished = true;
        _awaited.Release();
        _session?.Finish();
    }

    /// <summary>Lets go of what it waits with.</summary>
    public void Dispose() => _awaited.Dispose();

    /// <summary>Asks until the run is over or the target seems to be gone.</summary>
    public async Task RunAsync()
    {
        long free = Stopwatch.GetTimestamp();
        int failures = 0;
        long failingSince = 0;
        while (await NextAsync(free).ConfigureAwait(false) is { } planned)
        {
            bool isAnswered = await ExchangeAsync(planned).ConfigureAwait(false);
            free = Stopwatch.GetTimestamp();
            if (isAnswered)
            {
                failures = 0;
                continue;
            }

            failures++;
            failingSince = failures == 1 ? planned : failingSince;
            bool isGone = failures >= MostFailures
                && free - failingSince >= run.Schedule.Timeout;
            if (run.Connected == 0 || isGone)
            {
                return;
            }

            await Task.Delay(Pause).ConfigureAwait(false);
        }
    }

    bool IsOver => _isFinished || run.Schedule.IsStopped;

    // When the next message is planned for; null when there is none.
    async ValueTask<long?> NextAsync(long free)
    {
        LoadSchedule schedule = run.Schedule;
        if (!_isFinished && run.Plan.Rate is null)
        {
            bool may = schedule.Claim(1, free) > 0;
            _taken += may ? 1 : 0;
            return may ? free : null;
        }

        long message = number + (_taken * ways);
        if (IsOver || message >= schedule.Total)
        {
            return null;
        }

        await _awaited.WaitAsync().ConfigureAwait(false);
        if (IsOver)
        {
            return null;
        }

        Volatile.Write(ref _taken, _taken + 1);
        return schedule.PlannedAt(message);
    }

    // Returns whether the whole answer came, right or wrong.
    async ValueTask<bool> ExchangeAsync(long planned)
    {
        var session = new LoadExchange(run, (int)((number + (_taken * ways)) % int.MaxValue));
        SocketError error = await run.DialAsync(session, CancellationToken.None)
            .ConfigureAwait(false);
        if (error != SocketError.Success)
        {
            return false;
        }

        _session = session;
        session.Ask(planned);
        if (_isFinished)
        {
            session.Finish();
        }

        await SeeTheEndAsync(session).ConfigureAwait(false);
        _session = null;
        return session.IsAnswered;
    }

    // A server that is silent is given up, and one that does not close is closed.
    async ValueTask SeeTheEndAsync(LoadExchange session)
    {
        try
        {
            await session.WhenClosed.WaitAsync(run.Plan.Timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            session.Finish();
            session.StopLingering();
            await session.WhenClosed.ConfigureAwait(false);
        }
    }
}
