using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// The address that a datagram was sent to, or is to be sent from (struct in_pktinfo, struct
/// in6_pktinfo; ip(7), ipv6(7)).
/// </summary>
/// <param name="High">The first half of an IPv6 address, as in memory; 0 for IPv4.</param>
/// <param name="Low">The other half, or the IPv4 address, as in memory.</param>
/// <param name="Interface">The interface; 0 leaves it to the route.</param>
readonly record struct PacketAddress(ulong High, ulong Low, int Interface);

/// <summary>
/// The control messages of datagrams (cmsg(3)): written one after another into a buffer that
/// <see cref="Space"/> bytes are enough for, and read out of it.
/// </summary>
static unsafe class ControlMessages
{
    /// <summary>Room for all that the kernel sends, or takes, with one datagram.</summary>
    public const int Space = 96;

    public const int LevelIP = 0;
    public const int LevelIPv6 = 41;
    public const int LevelUdp = 17;
    public const int IPPacketInfo = 8;
    public const int IPv6ReceivePacketInfo = 49;
    public const int UdpSegment = 103;
    public const int UdpGro = 104;
    const int IPv6PacketInfo = 50;

    [StructLayout(LayoutKind.Sequential)]
    struct Header
    {
        public nint Length;
        public int Level;
        public int Type;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct PacketInfo
    {
        public int Interface;
        public uint Source;
        public uint Destination;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    struct PacketInfoIPv6
    {
        public ulong High;
        public ulong Low;
        public int Interface;
    }

    static int Align(nint length) => (int)((length + sizeof(nint) - 1) & ~(sizeof(nint) - 1));

    /// <summary>
    /// Reads what came with a datagram: the size of those merged into it (0: it is one), and the
    /// address that it was sent to.
    /// </summary>
    public static void Read(byte* control, nint length, out int segment, out PacketAddress asked)
    {
        segment = 0;
        asked = default;
        byte* end = control + length;
        while (control + sizeof(Header) <= end)
        {
            var header = (Header*)control;
            void* data = control + sizeof(Header);
            switch (header->Level, header->Type)
            {
                case (LevelUdp, UdpGro):
                    segment = *(int*)data;
                    break;
                case (LevelIP, IPPacketInfo):
                    asked = new PacketAddress(0, ((PacketInfo*)data)->Source, 0);
                    break;
                case (LevelIPv6, IPv6PacketInfo):
                    asked = From(*(PacketInfoIPv6*)data);
                    break;
            }

            if (header->Length < sizeof(Header))
            {
                return;
            }

            control += Align(header->Length);
        }
    }

    // A group's address can't be answered from; a link-local one means nothing without its link.
    static PacketAddress From(in PacketInfoIPv6 info)
    {
        byte first = (byte)info.High;
        byte second = (byte)(info.High >> 8);
        return first == 0xFF ? default : new PacketAddress(
            info.High, info.Low, first == 0xFE && (second & 0xC0) == 0x80 ? info.Interface : 0);
    }

    /// <summary>Writes what a sending is to be told.</summary>
    /// <param name="control">Where to.</param>
    /// <param name="segment">The size of the datagrams to be made of it; 0: it is one.</param>
    /// <param name="from">The address to send from; default leaves it to the route.</param>
    /// <param name="isIPv6">The family of <paramref name="from"/>.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(byte* control, int segment, in PacketAddress from, bool isIPv6)
    {
        byte* start = control;
        if (segment > 0)
        {
            *(ushort*)Add(ref control, LevelUdp, UdpSegment, sizeof(ushort)) = (ushort)segment;
        }

        if (from == default)
        {
            return (int)(control - start);
        }

        if (isIPv6)
        {
            var info = (PacketInfoIPv6*)Add(
                ref control, LevelIPv6, IPv6PacketInfo, sizeof(PacketInfoIPv6));
            *info = new PacketInfoIPv6
            {
                High = from.High,
                Low = from.Low,
                Interface = from.Interface,
            };
        }
        else
        {
            var info = (PacketInfo*)Add(ref control, LevelIP, IPPacketInfo, sizeof(PacketInfo));
            *info = new PacketInfo { Source = (uint)from.Low };
        }

        return (int)(control - start);
    }

    static byte* Add(ref byte* control, int level, int type, int size)
    {
        var header = (Header*)control;
        *header = new Header { Length = sizeof(Header) + size, Level = level, Type = type };
        control += Align(sizeof(Header) + size);
        return (byte*)(header + 1);
    }
}
