using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>What a thread has used: getrusage(2).</summary>
static unsafe partial class ThreadUsage
{
    // RUSAGE_THREAD; struct rusage is two struct timeval and fourteen longs, ru_nivcsw the last.
    const int RUsageThread = 1;
    const int Words = 18;

    [LibraryImport("libc")]
    private static partial int getrusage(int who, nint* usage);

    /// <summary>How often the calling thread lost its processor while it could go on.</summary>
    public static long InvoluntarySwitches()
    {
        nint* usage = stackalloc nint[Words];
        return getrusage(RUsageThread, usage) == 0 ? usage[Words - 1] : 0;
    }
}
