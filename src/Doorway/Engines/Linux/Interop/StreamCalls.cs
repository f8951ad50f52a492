using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// The calls on a stream socket: accept4(2), connect(2), recv(2), send(2), shutdown(2), close(2),
/// and their options. Each returns what the call does, or its errno as a negative number.
/// </summary>
static unsafe partial class StreamCalls
{
    const int NonBlocking = 0x800;
    const int CloseOnExec = 0x80000;
    const int NoSignal = 0x4000;
    const int DontWait = 0x40;
    const int Write = 1;

    // asm-generic/socket.h, netinet/tcp.h, asm-generic/ioctls.h
    const int SocketLevel = 1;
    const int ErrorOption = 4;
    const int LingerOption = 13;
    const int TcpLevel = 6;
    const int NoDelayOption = 1;
    const int IPv6Level = 41;
    const int OnlyIPv6Option = 26;
    const int StreamType = 1;
    const nuint BytesToRead = 0x541B;

    [LibraryImport("libc")]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc")]
    private static partial int bind(int socket, byte* address, int length);

    [LibraryImport("libc")]
    private static partial int accept4(
        int listening, SocketAddressBytes* peer, int* length, int flags);

    [LibraryImport("libc")]
    private static partial int connect(int socket, byte* address, int length);

    // recvfrom(2) and sendto(2) by their numbers (asm/unistd.h). The C library's wrappers make each
    // call a point where a thread may be cancelled (pthreads(7)) once there is more than one, which
    // nobody here needs and which takes 40 ns of a call of 180.
    [LibraryImport("libc")]
    private static partial nint syscall(
        nint number, nint socket, byte* bytes, nuint length, nint flags, nint name, nint size);

    static readonly nint SendNumber = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 44,
        Architecture.X86 or Architecture.S390x => 369,
        Architecture.Arm or Architecture.Armv6 => 290,
        Architecture.Ppc64le => 335,
        _ => 206, // asm-generic/unistd.h: Arm64, RiscV64, LoongArch64
    };

    static readonly nint ReceiveNumber = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 or Architecture.Arm64 => SendNumber + 1,
        Architecture.RiscV64 or Architecture.LoongArch64 => SendNumber + 1,
        _ => SendNumber + 2,
    };

    [LibraryImport("libc")]
    private static partial int shutdown(int socket, int how);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial int getsockopt(
        int socket, int level, int name, int* value, int* length);

    [LibraryImport("libc")]
    private static partial int setsockopt(
        int socket, int level, int name, int* value, int length);

    [LibraryImport("libc")]
    private static partial int getsockname(int socket, SocketAddressBytes* name, int* length);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, int* value);

    static int Negative(int result) => result < 0 ? -Errno.Last : result;

    /// <summary>socket(2): a stream socket that does not block.</summary>
    /// <param name="family">Internet, either version, or Unix.</param>
    public static int Create(AddressFamily family)
    {
        int domain = family switch
        {
            AddressFamily.Unix => 1,
            AddressFamily.InterNetwork => 2,
            _ => 10,
        };
        return Negative(socket(domain, StreamType | NonBlocking | CloseOnExec, 0));
    }

    /// <summary>IPV6_V6ONLY (ipv6(7)): IPv4 has sockets of its own.</summary>
    public static int OnlyIPv6(int socket)
    {
        int on = 1;
        return Negative(setsockopt(socket, IPv6Level, OnlyIPv6Option, &on, sizeof(int)));
    }

    /// <summary>bind(2).</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="address">A struct sockaddr.</param>
    public static int Bind(int socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* at = address)
        {
            return Negative(bind(socket, at, address.Length));
        }
    }

    /// <summary>accept4(2): a socket that does not block, and the name of its peer.</summary>
    public static int Accept(int listening, out SocketName peer)
    {
        SocketAddressBytes address;
        int length = SocketAddressBytes.Size;
        int socket = accept4(listening, &address, &length, NonBlocking | CloseOnExec);
        if (socket < 0)
        {
            peer = default;
            return -Errno.Last;
        }

        peer = address.Name(length);
        return socket;
    }

    /// <summary>connect(2), on a socket that does not block.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="address">A struct sockaddr.</param>
    public static int Connect(int socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* at = address)
        {
            return Negative(connect(socket, at, address.Length));
        }
    }

    /// <summary>recv(2), without waiting: how many bytes, 0 for the peer's end.</summary>
    public static int Receive(int socket, Span<byte> buffer)
    {
        fixed (byte* at = buffer)
        {
            nint count = syscall(
                ReceiveNumber, socket, at, (nuint)buffer.Length, DontWait, 0, 0);
            return count < 0 ? -Errno.Last : (int)count;
        }
    }

    /// <summary>send(2), without waiting and without SIGPIPE: how many bytes were taken.</summary>
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* at = bytes)
        {
            nint count = syscall(
                SendNumber, socket, at, (nuint)bytes.Length, NoSignal | DontWait, 0, 0);
            return count < 0 ? -Errno.Last : (int)count;
        }
    }

    /// <summary>shutdown(2) of the sending side.</summary>
    public static int ShutdownSend(int socket) => Negative(shutdown(socket, Write));

    /// <summary>close(2). The descriptor is gone whatever it returns.</summary>
    public static int Close(int socket) => Negative(close(socket));

    /// <summary>TCP_NODELAY (tcp(7)): small messages go out at once.</summary>
    public static int SendAtOnce(int socket)
    {
        int on = 1;
        return Negative(setsockopt(socket, TcpLevel, NoDelayOption, &on, sizeof(int)));
    }

    /// <summary>SO_LINGER of 0 s (socket(7)): close(2) sends a RST.</summary>
    public static int ResetOnClose(int socket)
    {
        int* linger = stackalloc int[] { 1, 0 };
        return Negative(setsockopt(socket, SocketLevel, LingerOption, linger, 2 * sizeof(int)));
    }

    /// <summary>SO_ERROR (socket(7)): the pending errno, which is taken away by this.</summary>
    public static int PendingError(int socket)
    {
        int error = 0;
        int length = sizeof(int);
        int result = Negative(getsockopt(socket, SocketLevel, ErrorOption, &error, &length));
        return result < 0 ? -result : error;
    }

    /// <summary>FIONREAD (tcp(7), unix(7)): how many bytes have arrived.</summary>
    public static int Available(int socket)
    {
        int count = 0;
        int result = Negative(ioctl(socket, BytesToRead, &count));
        return result < 0 ? result : count;
    }

    /// <summary>getsockname(2): the name of this end, none where it can't be told.</summary>
    public static SocketName LocalName(int socket)
    {
        SocketAddressBytes address;
        int length = SocketAddressBytes.Size;
        return getsockname(socket, &address, &length) < 0 ? default : address.Name(length);
    }
}
