using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// A packet socket (packet(7)) whose frames the kernel writes to memory shared with us
/// (networking/packet_mmap.rst, TPACKET_V2): it costs no call for a frame, and no thread. Calls
/// return their errno as a negative number.
/// </summary>
static unsafe partial class PacketRing
{
    /// <summary>The state of a slot: the frame is ours to read (TP_STATUS_USER).</summary>
    public const uint Ours = 1;

    /// <summary>The state of a slot: free (TP_STATUS_KERNEL).</summary>
    public const uint Free = 0;

    /// <summary>A copy of a frame that goes out (PACKET_OUTGOING).</summary>
    public const byte Outgoing = 4;

    /// <summary>Where a slot tells the frame's kind: in the address behind its head.</summary>
    public const int KindAt = 32 + 10;

    // bits/socket.h, linux/if_packet.h, linux/if_ether.h, sys/mman.h
    const int PacketFamily = 17;
    const int Raw = 3;
    const int CloseOnExec = 0x80000;
    const ushort AllProtocols = 3;
    const int PacketLevel = 263;
    const int ReceiveRing = 5;
    const int RingVersion = 10;
    const int IgnoreOutgoing = 23;
    const int Version2 = 1;
    const int ReadAndWrite = 0x1 | 0x2;
    const int Shared = 0x01;

    /// <summary>struct tpacket2_hdr: the head of a slot.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Slot
    {
        public uint State;
        public uint Length;
        public uint Kept;
        public ushort LinkAt;
        public ushort NetworkAt;
        public uint Seconds;
        public uint Nanoseconds;
        public uint Vlan;
        public uint Padding;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Request
    {
        public uint BlockSize;
        public uint BlockCount;
        public uint SlotSize;
        public uint SlotCount;
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
    private static partial int bind(int socket, LinkAddress* address, int length);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint if_nametoindex(string name);

    [LibraryImport("libc")]
    private static partial byte* mmap(
        void* at, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int munmap(void* at, nint length);

    /// <summary>Opens a socket that hears an interface of the calling thread's network.</summary>
    /// <param name="name">The interface.</param>
    /// <param name="slotSize">Bytes of a slot, its head included; a power of two.</param>
    /// <param name="slots">How many frames wait at most; more are dropped.</param>
    /// <param name="memory">The slots.</param>
    /// <returns>The socket, or an errno: EPERM without CAP_NET_RAW.</returns>
    public static int Open(string name, int slotSize, int slots, out byte* memory)
    {
        memory = null;
        // Without a protocol it hears nothing until it is bound.
        int ring = socket(PacketFamily, Raw | CloseOnExec, 0);
        if (ring < 0)
        {
            return -Errno.Last;
        }

        int result = Prepare(ring, slotSize, slots);
        nint length = (nint)slotSize * slots;
        if (result == 0)
        {
            memory = mmap(null, length, ReadAndWrite, Shared, ring, 0);
            result = memory == (byte*)-1 ? -Errno.Last : Listen(ring, name);
        }

        if (result == 0)
        {
            return ring;
        }

        Close(ring, memory == (byte*)-1 ? null : memory, length);
        memory = null;
        return result;
    }

    static int Prepare(int ring, int slotSize, int slots)
    {
        int version = Version2;
        int yes = 1;
        uint page = (uint)Environment.SystemPageSize;
        uint total = (uint)slotSize * (uint)slots;
        var request = new Request
        {
            BlockSize = page,
            BlockCount = total / page,
            SlotSize = (uint)slotSize,
            SlotCount = (uint)slots,
        };

        // Older kernels than 4.20 lack this: their copies are passed over by the reader.
        _ = setsockopt(ring, PacketLevel, IgnoreOutgoing, &yes, sizeof(int));
        return setsockopt(ring, PacketLevel, RingVersion, &version, sizeof(int)) < 0
            || setsockopt(ring, PacketLevel, ReceiveRing, &request, sizeof(Request)) < 0
            ? -Errno.Last : 0;
    }

    static int Listen(int ring, string name)
    {
        var address = new LinkAddress
        {
            Family = PacketFamily,
            Protocol = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(AllProtocols),
            Interface = (int)if_nametoindex(name),
        };
        return bind(ring, &address, sizeof(LinkAddress)) < 0 ? -Errno.Last : 0;
    }

    /// <summary>Closes; the memory is gone.</summary>
    public static void Close(int ring, byte* memory, nint length)
    {
        if (memory != null)
        {
            _ = munmap(memory, length);
        }

        _ = StreamCalls.Close(ring);
    }
}
