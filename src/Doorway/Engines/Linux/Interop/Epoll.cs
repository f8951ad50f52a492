using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>epoll(7): what is ready among many descriptors.</summary>
static unsafe partial class Epoll
{
    /// <summary>Something to read: bytes, an end, a connection to accept (EPOLLIN).</summary>
    public const uint In = 0x001;

    /// <summary>
    /// An urgent byte (EPOLLPRI, tcp(7)): recv(2) stops before it, whatever lies behind.
    /// </summary>
    public const uint Urgent = 0x002;

    /// <summary>Room to write (EPOLLOUT).</summary>
    public const uint Out = 0x004;

    /// <summary>An error is pending (EPOLLERR); always reported.</summary>
    public const uint Error = 0x008;

    /// <summary>Both directions are shut down (EPOLLHUP); always reported.</summary>
    public const uint HangUp = 0x010;

    /// <summary>The peer has finished sending, or both have (EPOLLRDHUP).</summary>
    public const uint PeerFinished = 0x2000;

    /// <summary>
    /// Tell of what has newly happened, not of what still is (EPOLLET): the kernel then looks at
    /// each descriptor once for an event, not twice.
    /// </summary>
    public const uint Edge = 1u << 31;

    /// <summary>Of several epolls that wait for one descriptor, wake one (EPOLLEXCLUSIVE).
    /// </summary>
    public const uint Exclusive = 1u << 28;

    // The same on every architecture. glibc has a function for it since 2.35, musl none.
    const int PreciseWaitCall = 441;
    const int CloseOnExec = 0x80000;
    const int AddOperation = 1;
    const int RemoveOperation = 2;
    const int ChangeOperation = 3;

    // struct epoll_event { uint32_t events; epoll_data_t data; }, packed on x86-64 alone.
    static readonly bool Packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    static readonly int DataAt = Packed ? 4 : 8;

    /// <summary>The size of struct epoll_event on this machine, in bytes.</summary>
    public static readonly int EventSize = DataAt + sizeof(ulong);

    [LibraryImport("libc")]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc")]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* happened);

    [LibraryImport("libc")]
    private static partial int epoll_wait(int epoll, byte* events, int count, int milliseconds);

    [LibraryImport("libc")]
    private static partial nint syscall(
        nint number, nint epoll, byte* events, nint count, TimeSpec* timeout, void* mask,
        nint maskSize);

    /// <summary>epoll_create1(2).</summary>
    /// <returns>The descriptor, or an errno as a negative number.</returns>
    public static int Create()
    {
        int epoll = epoll_create1(CloseOnExec);
        return epoll < 0 ? -Errno.Last : epoll;
    }

    /// <summary>Waits for a descriptor too; its events come with the token.</summary>
    /// <returns>0, or an errno as a negative number.</returns>
    public static int Add(int epoll, int descriptor, uint events, ulong token) =>
        Control(epoll, AddOperation, descriptor, events, token);

    /// <summary>Waits for other events of a descriptor.</summary>
    /// <inheritdoc cref="Add"/>
    public static int Change(int epoll, int descriptor, uint events, ulong token) =>
        Control(epoll, ChangeOperation, descriptor, events, token);

    /// <summary>Waits for a descriptor no more.</summary>
    /// <inheritdoc cref="Add"/>
    public static int Remove(int epoll, int descriptor) =>
        Control(epoll, RemoveOperation, descriptor, 0, 0);

    static int Control(int epoll, int operation, int descriptor, uint events, ulong token)
    {
        byte* happened = stackalloc byte[16];
        Unsafe.WriteUnaligned(happened, events);
        Unsafe.WriteUnaligned(happened + DataAt, token);
        return epoll_ctl(epoll, operation, descriptor, happened) < 0
            ? -Errno.Last : 0;
    }

    /// <summary>epoll_wait(2).</summary>
    /// <param name="epoll">The descriptor.</param>
    /// <param name="events">Room for <paramref name="count"/> events.</param>
    /// <param name="count">How many may be told at once.</param>
    /// <param name="milliseconds">How long to wait; 0 not at all, -1 for ever.</param>
    /// <returns>How many have happened, or an errno as a negative number.</returns>
    public static int Wait(int epoll, byte* events, int count, int milliseconds)
    {
        int happened = epoll_wait(epoll, events, count, milliseconds);
        return happened < 0 ? -Errno.Last : happened;
    }

    /// <summary>epoll_pwait2(2), Linux 5.11: a wait of less than milliseconds.</summary>
    /// <inheritdoc cref="Wait"/>
    public static int WaitPrecisely(int epoll, byte* events, int count, TimeSpec timeout)
    {
        nint happened = syscall(PreciseWaitCall, epoll, events, count, &timeout, null, 0);
        return happened < 0 ? -Errno.Last : (int)happened;
    }

    /// <summary>One of the events that <see cref="Wait"/> told.</summary>
    public static uint Read(byte* events, int index, out ulong token)
    {
        byte* happened = events + (index * EventSize);
        token = Unsafe.ReadUnaligned<ulong>(happened + DataAt);
        return Unsafe.ReadUnaligned<uint>(happened);
    }
}
