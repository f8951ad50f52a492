using System.Diagnostics;

namespace Doorway;

/// <summary>
/// Looks now and then which messages of a load of datagrams have waited too long. How long is too
/// long for a place in a closed loop follows the answers that come. Of the run's one thread.
/// </summary>
/// <param name="timeout">How long an answer may take, in timestamps.</param>
/// <param name="lanes">The sockets.</param>
sealed class LoadSweep(long timeout, LoadLane[] lanes)
{
    const int PeriodMicroseconds = 5_000;

    readonly LoadPatience _patience = new(timeout, Stopwatch.Frequency);
    long _lastBackOff;

    /// <summary>When it looks again.</summary>
    public long Next { get; private set; }

    /// <summary>How long an answer is waited for, as things are.</summary>
    public long Patience => _patience.Value;

    /// <summary>The run begins.</summary>
    public void Start(long now) => _lastBackOff = now;

    /// <summary>An answer took so long.</summary>
    public void Answered(long ticks) => _patience.Sample(ticks);

    /// <summary>Looks, if it is time.</summary>
    /// <returns>Whether it was.</returns>
    public bool Sweep(int opened, long now)
    {
        if (now < Next)
        {
            return false;
        }

        long period = Math.Max(PeriodMicroseconds, opened);
        Next = now + (period * Stopwatch.Frequency / 1_000_000);
        bool isInVain = false;
        for (int i = 0; i < opened; i++)
        {
            isInVain |= lanes[i].Sweep(now, _patience.Value);
        }

        if (isInVain && now - _lastBackOff >= _patience.Value)
        {
            _lastBackOff = now;
            _patience.BackOff();
        }

        return true;
    }
}
