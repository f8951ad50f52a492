using System.Diagnostics;

namespace Doorway;

/// <summary>
/// Waits at a poll until a moment, to the microsecond: wakes before it by as much as waking takes
/// here, and looks again and again for the rest. Of one thread.
/// </summary>
sealed class LoadPunctuality
{
    static readonly long Least = Ticks(microseconds: 5);
    static readonly long Most = Ticks(microseconds: 100);

    long _early = Most / 4;
    long _inVain;

    /// <summary>How long it has looked in vain; may be asked by any thread.</summary>
    public TimeSpan InVain => Stopwatch.GetElapsedTime(0, Volatile.Read(ref _inVain));

    static long Ticks(int microseconds) => microseconds * Stopwatch.Frequency / 1_000_000;

    /// <summary>Waits; when something has come it returns earlier.</summary>
    public void Wait(DatagramPoll poll, long until)
    {
        long now = Stopwatch.GetTimestamp();
        long asked = Math.Max(until - _early, now);
        while (true)
        {
            int received = poll.Wait(asked);
            long woken = Stopwatch.GetTimestamp();
            if (received > 0)
            {
                return;
            }

            // Twice what it was late on average: few waits are later than that.
            if (asked > now && woken >= asked)
            {
                _early = Math.Clamp(
                    _early + (((2 * (woken - asked)) - _early) / 8), Least, Most);
            }

            if (asked == now)
            {
                Volatile.Write(ref _inVain, _inVain + (woken - now));
            }

            if (woken >= until || woken < asked)
            {
                return;
            }

            now = woken;
            asked = now;
        }
    }
}
