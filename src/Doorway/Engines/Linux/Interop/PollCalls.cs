using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>ppoll(2), which waits for one descriptor, and the precision of waits.</summary>
static unsafe partial class PollCalls
{
    /// <summary>Something to read (POLLIN).</summary>
    public const short In = 0x001;

    /// <summary>Room to write (POLLOUT).</summary>
    public const short Out = 0x004;

    const int SetTimerSlack = 29;

    [StructLayout(LayoutKind.Sequential)]
    struct Watched
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    [LibraryImport("libc")]
    private static partial int ppoll(
        Watched* watched, nint count, TimeSpec* timeout, void* mask);

    [LibraryImport("libc")]
    private static partial int prctl(
        int option, nuint first, nuint second, nuint third, nuint fourth);

    /// <summary>Waits for a descriptor.</summary>
    /// <returns>Whether it is ready.</returns>
    public static bool Wait(int descriptor, short events, TimeSpec timeout)
    {
        var watched = new Watched { Descriptor = descriptor, Events = events };
        return ppoll(&watched, 1, &timeout, null) > 0;
    }

    /// <summary>Waits for nothing.</summary>
    public static void Sleep(TimeSpec time) => _ = ppoll(null, 0, &time, null);

    /// <summary>
    /// Has the calling thread's waits end on time, not up to 50 us later, when the kernel finds it
    /// cheap (PR_SET_TIMERSLACK, prctl(2)).
    /// </summary>
    public static void WakeOnTime() => _ = prctl(SetTimerSlack, 1, 0, 0, 0);
}
