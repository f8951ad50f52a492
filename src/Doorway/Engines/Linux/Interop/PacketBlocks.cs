using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// A packet socket (packet(7)) whose whole frames the kernel packs into blocks of memory shared
/// with us (networking/packet_mmap.rst, TPACKET_V3): no call for a frame, one wake-up for a block.
/// Calls return their errno as a negative number.
/// </summary>
static unsafe partial class PacketBlocks
{
    /// <summary>The state of a block: ours to read (TP_STATUS_USER).</summary>
    public const uint Ours = 1;

    /// <summary>The state of a block: the kernel's (TP_STATUS_KERNEL).</summary>
    public const uint Free = 0;

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
    const int Version3 = 2;
    const int ReadAndWrite = 0x1 | 0x2;
    const int Shared = 0x01;

    // Only the blocks' size matters to version 3; it asks for a frame's all the same.
    const int FrameSize = 2_048;

    /// <summary>struct tpacket_block_desc: the head of a block.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Block
    {
        public uint Version;
        public uint PrivateAt;
        public uint State;
        public uint Frames;
        public uint FirstAt;
        public uint Length;
    }

    /// <summary>struct tpacket3_hdr, and of struct sockaddr_ll behind it what is needed.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct Head
    {
        [FieldOffset(0)]
        public uint NextAt;
        [FieldOffset(4)]
        public uint Seconds;
        [FieldOffset(8)]
        public uint Nanoseconds;
        [FieldOffset(12)]
        public uint Kept;
        [FieldOffset(16)]
        public uint Length;
        [FieldOffset(24)]
        public ushort LinkAt;
        [FieldOffset(48 + 10)]
        public byte Kind;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Request
    {
        public uint BlockSize;
        public uint BlockCount;
        public uint FrameSize;
        public uint FrameCount;
        public uint RetireMilliseconds;
        public uint PrivateSize;
        public uint Features;
    }

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

    /// <summary>Gives the socket its blocks.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="size">Bytes of a block: a power of two, a page at least.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="milliseconds">A block that is not full is ours after so long.</param>
    /// <param name="memory">Where they are, one after another.</param>
    public static int Map(int socket, int size, int count, int milliseconds, out byte* memory)
    {
        memory = null;
        int version = Version3;
        var request = new Request
        {
            BlockSize = (uint)size,
            BlockCount = (uint)count,
            FrameSize = FrameSize,
            FrameCount = (uint)(size / FrameSize * count),
            RetireMilliseconds = (uint)milliseconds,
        };
        if (setsockopt(socket, PacketLevel, RingVersion, &version, sizeof(int)) < 0
            || setsockopt(socket, PacketLevel, ReceiveRing, &request, sizeof(Request)) < 0)
        {
            return -Errno.Last;
        }

        byte* at = mmap(null, (nint)size * count, ReadAndWrite, Shared, socket, 0);
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
