using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// A packet socket (packet(7)) whose whole frames the kernel packs into blocks of memory shared
/// with us (networking/packet_mmap.rst, TPACKET_V3): no call for a frame, one wake-up for a block.
/// Calls return their errno as a negative number.
/// </summary>
static unsafe class PacketBlocks
{
    /// <summary>The state of a block: ours to read (TP_STATUS_USER).</summary>
    public const uint Ours = 1;

    /// <summary>The state of a block: the kernel's (TP_STATUS_KERNEL).</summary>
    public const uint Free = 0;

    // linux/if_packet.h: enum tpacket_versions
    const int Version3 = 2;

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

    /// <summary>Gives the socket its blocks.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="size">Bytes of a block: a power of two, a page at least.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="milliseconds">A block that is not full is ours after so long.</param>
    /// <param name="memory">Where they are, one after another.</param>
    public static int Map(int socket, int size, int count, int milliseconds, out byte* memory)
    {
        var request = new Request
        {
            BlockSize = (uint)size,
            BlockCount = (uint)count,
            FrameSize = FrameSize,
            FrameCount = (uint)(size / FrameSize * count),
            RetireMilliseconds = (uint)milliseconds,
        };
        return PacketSocket.Map(
            socket, Version3, &request, sizeof(Request), (nint)size * count, out memory);
    }
}
