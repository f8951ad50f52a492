using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// A packet socket (packet(7)) whose frames the kernel writes to memory shared with us
/// (networking/packet_mmap.rst, TPACKET_V2): it costs no call for a frame, and no thread. Calls
/// return their errno as a negative number.
/// </summary>
static unsafe class PacketRing
{
    /// <summary>The state of a slot: the frame is ours to read (TP_STATUS_USER).</summary>
    public const uint Ours = 1;

    /// <summary>The state of a slot: free (TP_STATUS_KERNEL).</summary>
    public const uint Free = 0;

    /// <summary>Where a slot tells the frame's kind: in the address behind its head.</summary>
    public const int KindAt = 32 + 10;

    // linux/if_packet.h: enum tpacket_versions
    const int Version2 = 1;

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
        int ring = PacketSocket.Create();
        if (ring < 0)
        {
            return ring;
        }

        PacketSocket.LeaveOutOutgoing(ring);
        uint page = (uint)Environment.SystemPageSize;
        nint length = (nint)slotSize * slots;
        var request = new Request
        {
            BlockSize = page,
            BlockCount = (uint)length / page,
            SlotSize = (uint)slotSize,
            SlotCount = (uint)slots,
        };
        int result = PacketSocket.Map(
            ring, Version2, &request, sizeof(Request), length, out memory);
        if (result == 0)
        {
            result = PacketSocket.Listen(ring, name, out _);
        }

        if (result == 0)
        {
            return ring;
        }

        PacketSocket.Close(ring, memory, length);
        memory = null;
        return result;
    }
}
