using System.Buffers.Binary;
using Doorway.Watch;

namespace Doorway.Frames;

/// <summary>What is before the IP packet of a frame.</summary>
static class LinkHeader
{
    /// <summary>Bytes of an Ethernet header (IEEE 802.3).</summary>
    public const int Ethernet = 14;

    const int Family = 4;
    const int Cooked = 16;
    const int Cooked2 = 20;
    const ushort EtherTypeIPv4 = 0x0800;
    const ushort EtherTypeIPv6 = 0x86DD;

    /// <summary>How long the header is, and which version of IP follows; 0 for another protocol,
    /// and where the frame is cut before that is told.</summary>
    public static (int Length, int Version) Read(ReadOnlySpan<byte> frame, LinkType link)
    {
        (int length, int version) = link switch
        {
            LinkType.Ethernet => (Ethernet, ByEtherType(frame, 12)),
            LinkType.LinuxCooked => (Cooked, ByEtherType(frame, 14)),
            LinkType.LinuxCooked2 => (Cooked2, ByEtherType(frame, 0)),
            LinkType.Null or LinkType.Loop => (Family, ByFirstByte(frame, Family)),
            LinkType.RawIP => (0, ByFirstByte(frame, 0)),
            LinkType.IPv4 => (0, 4),
            LinkType.IPv6 => (0, 6),
            _ => (0, 0),
        };
        return frame.Length < length ? (frame.Length, 0) : (length, version);
    }

    static int ByEtherType(ReadOnlySpan<byte> frame, int at) =>
        frame.Length < at + 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(frame[at..]) switch
        {
            EtherTypeIPv4 => 4,
            EtherTypeIPv6 => 6,
            _ => 0,
        };

    // The family's number is not the same on all systems; the packet's own version is.
    static int ByFirstByte(ReadOnlySpan<byte> frame, int at) =>
        frame.Length <= at ? 0 : (frame[at] >> 4) switch
        {
            4 => 4,
            6 => 6,
            _ => 0,
        };
}
