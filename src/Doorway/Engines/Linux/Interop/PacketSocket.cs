using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// A packet socket (packet(7)) with memory that the kernel shares with us
/// (networking/packet_mmap.rst); how frames stand in it is told by <see cref="PacketRing"/> and
/// <see cref="PacketBlocks"/>. Calls return their errno as a negative number.
/// </summary>
static unsafe partial class PacketSocket
{
    /// <summary>A frame that goes out (PACKET_OUTGOING).</summary>
    public const byte Outgoing = 4;

    /// <summary>Kinds of interfaces (linux/if_arp.h) whose frames begin with an Ethernet header.
    /// </summary>
    public const ushort EthernetHardware = 1, LoopbackHardware = 772;

    // bits/socket.h, linux/if_packet.h, linux/if_ether.h, sys/mman.h
    const int PacketFamily = 17;
    const int Raw = 3;
    const int CloseOnExec = 0x80000;
    const ushort AllProtocols = 3;
    const int PacketLevel = 263;
    const int ReceiveRing = 5;
    const int StatisticsOption = 6;
    const int RingVersion = 10;
    const int IgnoreOutgoing = 23;
    const int ReadAndWrite = 0x1 | 0x2;
    const int Shared = 0x01;

    [StructLayout(LayoutKind.Sequential)]
    struct LinkAddress
    {
        public ushort Family;
        public ushort Protocol;
        public int Interface;
        public ushort HardwareType;
        public byte Kind;
        public byte Length;
        public ulong Address;
    }

    [LibraryImport("libc")]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc")]
    private static partial int setsockopt(
        int socket, int level, int name, void* value, int length);

    [LibraryImport("libc")]
    private static partial int getsockopt(
        int socket, int level, int name, void* value, int* length);

    [LibraryImport("libc")]
    private static partial int bind(int socket, LinkAddress* address, int length);

    [LibraryImport("libc")]
    private static partial int getsockname(int socket, LinkAddress* address, int* length);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint if_nametoindex(string name);

    [LibraryImport("libc")]
    private static partial byte* mmap(
        void* at, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int munmap(void* at, nint length);

    /// <summary>A socket that hears nothing yet.</summary>
    /// <returns>The socket, or an errno: EPERM without CAP_NET_RAW.</returns>
    public static int Create()
    {
        int created = socket(PacketFamily, Raw | CloseOnExec, 0);
        return created < 0 ? -Errno.Last : created;
    }

    /// <summary>Gives the socket its memory.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="version">How frames stand in it (enum tpacket_versions).</param>
    /// <param name="request">That version's struct tpacket_req.</param>
    /// <param name="requestLength">Its length in bytes.</param>
    /// <param name="length">How many bytes of memory it asks for.</param>
    /// <param name="memory">Where they are; null after a failure.</param>
    public static int Map(
        int socket, int version, void* request, int requestLength, nint length,
        out byte* memory)
    {
        memory = null;
        if (setsockopt(socket, PacketLevel, RingVersion, &version, sizeof(int)) < 0
            || setsockopt(socket, PacketLevel, ReceiveRing, request, requestLength) < 0)
        {
            return -Errno.Last;
        }

        byte* at = mmap(null, length, ReadAndWrite, Shared, socket, 0);
        if (at == (byte*)-1)
        {
            return -Errno.Last;
        }

        memory = at;
        return 0;
    }

    /// <summary>Leaves out what goes out. Kernels before 4.20 lack it.</summary>
    public static void LeaveOutOutgoing(int socket)
    {
        int yes = 1;
        _ = setsockopt(socket, PacketLevel, IgnoreOutgoing, &yes, sizeof(int));
    }

    /// <summary>Begins to hear an interface of the calling thread's network.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="name">The interface.</param>
    /// <param name="hardware">What kind of interface it is (linux/if_arp.h).</param>
    public static int Listen(int socket, string name, out ushort hardware)
    {
        hardware = 0;
        var address = new LinkAddress
        {
            Family = PacketFamily,
            Protocol = BinaryPrimitives.ReverseEndianness(AllProtocols),
            Interface = (int)if_nametoindex(name),
        };
        // Number 0 would be every interface.
        if (address.Interface == 0 || bind(socket, &address, sizeof(LinkAddress)) < 0)
        {
            return -Errno.Last;
        }

        int length = sizeof(LinkAddress);
        if (getsockname(socket, &address, &length) < 0)
        {
            return -Errno.Last;
        }

        hardware = address.HardwareType;
        return 0;
    }

    /// <summary>How many frames had no room since the last call (PACKET_STATISTICS).</summary>
    public static uint Dropped(int socket)
    {
        // struct tpacket_stats_v3: frames, those dropped of them, how often the ring was full.
        uint* numbers = stackalloc uint[3];
        int length = 3 * sizeof(uint);
        return getsockopt(socket, PacketLevel, StatisticsOption, numbers, &length) < 0
            ? 0 : numbers[1];
    }

    /// <summary>Closes; the memory is gone.</summary>
    public static void Close(int socket, byte* memory, nint length)
    {
        if (memory != null)
        {
            _ = munmap(memory, length);
        }

        _ = StreamCalls.Close(socket);
    }
}
