using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>eventfd(2): a counter that wakes an epoll.</summary>
static unsafe partial class EventFd
{
    const int NonBlocking = 0x800;
    const int CloseOnExec = 0x80000;

    [LibraryImport("libc")]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    private static partial nint read(int descriptor, ulong* value, nuint count);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, ulong* value, nuint count);

    /// <returns>The descriptor, or an errno as a negative number.</returns>
    public static int Create()
    {
        int descriptor = eventfd(0, NonBlocking | CloseOnExec);
        return descriptor < 0 ? -Errno.Last : descriptor;
    }

    /// <summary>Makes it readable. It can't fail but for 2^64 - 2 signals unread.</summary>
    public static void Signal(int descriptor)
    {
        ulong one = 1;
        _ = write(descriptor, &one, sizeof(ulong));
    }

    /// <summary>Makes it unreadable again.</summary>
    public static void Clear(int descriptor)
    {
        ulong count;
        _ = read(descriptor, &count, sizeof(ulong));
    }
}
