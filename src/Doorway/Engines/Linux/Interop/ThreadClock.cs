using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>The processor time of a thread (clock_gettime(2), pthread_getcpuclockid(3)).</summary>
static unsafe partial class ThreadClock
{
    // A clock of a thread is its number, inverted, over these bits: CPUCLOCK_PERTHREAD_MASK and
    // CPUCLOCK_SCHED (include/linux/posix-timers.h), which is what pthread_getcpuclockid makes.
    const int NumberShift = 3;
    const int ThreadClockBits = 6;

    [LibraryImport("libc")]
    private static partial int gettid();

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, nint* time);

    /// <summary>gettid(2): the calling thread's number.</summary>
    public static int CurrentThread() => gettid();

    /// <summary>What a thread of this process has used; zero of one that has ended.</summary>
    public static TimeSpan Of(int thread)
    {
        nint* time = stackalloc nint[2];
        int clock = (~thread << NumberShift) | ThreadClockBits;
        return thread == 0 || clock_gettime(clock, time) < 0
            ? TimeSpan.Zero
            : TimeSpan.FromTicks(
                (time[0] * TimeSpan.TicksPerSecond) + (time[1] / TimeSpan.NanosecondsPerTick));
    }
}
