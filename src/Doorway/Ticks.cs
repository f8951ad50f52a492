using System.Diagnostics;

namespace Doorway;

/// <summary>Times in the units of <see cref="Stopwatch"/>'s timestamps, and back.</summary>
static class Ticks
{
    static readonly double InTick = (double)Stopwatch.Frequency / TimeSpan.TicksPerSecond;

    /// <summary>A time in timestamp units.</summary>
    public static long Of(TimeSpan time) => (long)(time.Ticks * InTick);

    /// <summary>A difference of timestamps as a time.</summary>
    public static TimeSpan ToTime(long ticks) => Stopwatch.GetElapsedTime(0, ticks);
}
