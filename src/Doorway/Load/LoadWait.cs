using System.Diagnostics;
using Doorway.Engines.Linux.Interop;

namespace Doorway;

/// <summary>
/// Waits for a moment to within microseconds: sleeps, wakes before it by as much as sleeping is
/// late here, and polls the clock for the rest. What it costs: of a processor, that rest for each
/// wait; 20 to 100 us mostly. Of one thread.
/// </summary>
sealed class LoadWait
{
    // clock_nanosleep(2) is late by the timer slack and the wake-up; other systems' sleeps go by
    // a timer of a millisecond or more.
    static readonly bool IsFine = OperatingSystem.IsLinux();
    static readonly long Least = Ticks(microseconds: IsFine ? 5 : 500);
    static readonly long Most = Ticks(microseconds: IsFine ? 100 : 2_000);

    // Nobody waits longer at a time: whoever stops the waiting one is heard then.
    static readonly long Longest = Ticks(microseconds: 20_000);

    long _early = Most / 2;

    static long Ticks(int microseconds) => microseconds * Stopwatch.Frequency / 1_000_000;

    /// <summary>Waits, at most 20 ms.</summary>
    /// <param name="time">A timestamp of <see cref="Stopwatch"/>; a past one returns at once.
    /// </param>
    public void Until(long time)
    {
        long now = Stopwatch.GetTimestamp();
        time = Math.Min(time, now + Longest);
        long left = time - now - _early;
        if (left > 0)
        {
            Sleep(left);
            long woken = Stopwatch.GetTimestamp();

            // Twice what it was late on average: few sleeps are later than that.
            long late = woken - now - left;
            _early = Math.Clamp(_early + (((2 * late) - _early) / 8), Least, Most);
            now = woken;
        }

        while (now < time)
        {
            Thread.SpinWait(1);
            now = Stopwatch.GetTimestamp();
        }
    }

    static void Sleep(long ticks)
    {
        if (IsFine)
        {
            ClockSleep.For(LoadSchedule.Nanoseconds(ticks));
        }
        else
        {
            Thread.Sleep(TimeSpan.FromSeconds((double)ticks / Stopwatch.Frequency));
        }
    }
}
