using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>clock_nanosleep(2): sleeping to the microsecond.</summary>
static unsafe partial class ClockSleep
{
    const int Monotonic = 1;
    const int SetTimerSlack = 29;

    [ThreadStatic]
    static bool _isExact;

    [LibraryImport("libc")]
    private static partial int clock_nanosleep(int clock, int flags, nint* time, nint* left);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint value);

    /// <summary>Sleeps; a signal may end it early. The thread's timer slack is set to 1 ns.
    /// </summary>
    public static void For(long nanoseconds)
    {
        if (!_isExact)
        {
            // PR_SET_TIMERSLACK (prctl(2)): by default the kernel may wake us 50 us late.
            _ = prctl(SetTimerSlack, 1);
            _isExact = true;
        }

        nint* time = stackalloc nint[2];
        time[0] = (nint)(nanoseconds / 1_000_000_000);
        time[1] = (nint)(nanoseconds % 1_000_000_000);
        _ = clock_nanosleep(Monotonic, 0, time, null);
    }
}
