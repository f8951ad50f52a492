namespace Doorway;

/// <summary>
/// Calls at regular times, but only while there is something to sweep: a server that nobody uses
/// sleeps, and one that starts needs no timer yet. Its owner's lock guards it.
/// </summary>
sealed class SweepTimer(Action sweep, TimeSpan every) : IDisposable
{
    readonly Timer _timer = new(_ => sweep());
    bool _runs;

    /// <summary>Whether it calls; at first it doesn't.</summary>
    public bool Runs
    {
        set
        {
            if (_runs != value)
            {
                _runs = value;
                TimeSpan next = value ? every : Timeout.InfiniteTimeSpan;
                _timer.Change(next, next);
            }
        }
    }

    public void Dispose() => _timer.Dispose();
}
