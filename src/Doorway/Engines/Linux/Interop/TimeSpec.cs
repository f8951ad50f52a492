using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>struct timespec on a 64-bit system: how long to wait.</summary>
[StructLayout(LayoutKind.Sequential)]
readonly struct TimeSpec
{
    const long Second = 1_000_000_000;
    const long LongestSeconds = 3_600;

    readonly long _seconds;
    readonly long _nanoseconds;

    /// <summary>A time of at most an hour.</summary>
    /// <param name="nanoseconds">Below zero is zero.</param>
    public TimeSpec(long nanoseconds)
    {
        long length = Math.Clamp(nanoseconds, 0, LongestSeconds * Second);
        _seconds = length / Second;
        _nanoseconds = length % Second;
    }

    /// <summary>From now until then, as <see cref="Stopwatch"/>'s timestamp tells it.</summary>
    public static TimeSpec Until(long timestamp)
    {
        long ticks = Math.Max(timestamp - Stopwatch.GetTimestamp(), 0);
        double nanoseconds = ticks * ((double)Second / Stopwatch.Frequency);
        return new TimeSpec((long)Math.Min(nanoseconds, (double)(LongestSeconds * Second)));
    }
}
