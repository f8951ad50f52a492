using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// The interface <c>lo</c> of the calling thread's network: put up (netdevice(7)), and made to
/// receive what is sent to any address (rtnetlink(7)). Each call returns 0, or an errno as a
/// negative number.
/// </summary>
static unsafe partial class LoopbackInterface
{
    // sys/socket.h, linux/netlink.h
    const int IPv4 = 2;
    const int IPv6 = 10;
    const int NetlinkFamily = 16;
    const int DatagramType = 2;
    const int RawType = 3;
    const int CloseOnExec = 0x80000;
    const int RouteProtocol = 0;

    // linux/sockios.h, net/if.h: struct ifreq is a name of 16 bytes, then a union of 24.
    const nuint SetFlags = 0x8914;
    const short UpFlag = 1;
    const int RequestSize = 40;
    const int NameSize = 16;

    // linux/rtnetlink.h, linux/netlink.h
    const ushort NewRoute = 24;
    const ushort RequestAcknowledgeCreate = 0x1 | 0x4 | 0x400;
    const byte LocalTable = 255;
    const byte StaticProtocol = 4;
    const byte HostScope = 254;
    const byte LocalRoute = 2;
    const ushort OutInterface = 4;

    // The first interface of a network is always its lo (LOOPBACK_IFINDEX, linux/net.h).
    const int Index = 1;
    const int MessageSize = 16 + 12 + 8;

    [LibraryImport("libc")]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, byte* value);

    [LibraryImport("libc")]
    private static partial nint send(int socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial nint recv(int socket, byte* buffer, nuint length, int flags);

    /// <summary>Puts it up; it has 127.0.0.1 and ::1 then.</summary>
    public static int Up()
    {
        int descriptor = socket(IPv4, DatagramType | CloseOnExec, 0);
        if (descriptor < 0)
        {
            return -Errno.Last;
        }

        byte* request = stackalloc byte[RequestSize];
        var bytes = new Span<byte>(request, RequestSize);
        bytes.Clear();
        "lo"u8.CopyTo(bytes);
        MemoryMarshal.Write(bytes[NameSize..], UpFlag);
        int result = ioctl(descriptor, SetFlags, request) < 0 ? -Errno.Last : 0;
        _ = StreamCalls.Close(descriptor);
        return result;
    }

    /// <summary>
    /// Every IPv4 address is one of this machine's: <c>ip route add local 0.0.0.0/0 dev lo</c>.
    /// </summary>
    public static int TakeEveryAddress() => AddLocalRoute(IPv4);

    /// <summary>The same of IPv6: <c>ip -6 route add local ::/0 dev lo</c>.</summary>
    public static int TakeEveryIPv6Address() => AddLocalRoute(IPv6);

    static int AddLocalRoute(byte family)
    {
        int descriptor = socket(NetlinkFamily, RawType | CloseOnExec, RouteProtocol);
        if (descriptor < 0)
        {
            return -Errno.Last;
        }

        byte* message = stackalloc byte[MessageSize];
        Fill(new Span<byte>(message, MessageSize), family);
        const int Room = 256;
        byte* answer = stackalloc byte[Room];
        int result = send(descriptor, message, MessageSize, 0) < 0
            || recv(descriptor, answer, Room, 0) < 0
                ? -Errno.Last
                : MemoryMarshal.Read<int>(new ReadOnlySpan<byte>(answer + 16, sizeof(int)));
        _ = StreamCalls.Close(descriptor);
        return result;
    }

    // struct nlmsghdr, struct rtmsg with a destination of 0 bits, and one attribute.
    static void Fill(Span<byte> message, byte family)
    {
        message.Clear();
        MemoryMarshal.Write(message, MessageSize);
        MemoryMarshal.Write(message[4..], NewRoute);
        MemoryMarshal.Write(message[6..], RequestAcknowledgeCreate);
        Span<byte> route = message[16..];
        route[0] = family;
        route[4] = LocalTable;
        route[5] = StaticProtocol;
        route[6] = HostScope;
        route[7] = LocalRoute;
        MemoryMarshal.Write(route[12..], (ushort)8);
        MemoryMarshal.Write(route[14..], OutInterface);
        MemoryMarshal.Write(route[16..], Index);
    }
}
