using System.Buffers.Binary;
using System.Net;

namespace Doorway.Frames;

/// <summary>What an IP header says, and what is behind it.</summary>
readonly ref struct IPPacket
{
    // The numbers of protocols, which are IPv6's Next Header too (RFC 5237; IANA).
    public const byte Icmp = 1;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte IcmpVersion6 = 58;
    const byte HopByHop = 0;
    const byte Routing = 43;
    const byte FragmentHeader = 44;
    const byte DestinationOptions = 60;

    const int HeaderOf4 = 20;
    const int HeaderOf6 = 40;

    public IPAddress Source { get; private init; }

    public IPAddress Destination { get; private init; }

    public byte Protocol { get; private init; }

    /// <summary>How many bytes it carried.</summary>
    public int Length { get; private init; }

    /// <summary>Those of them that were kept.</summary>
    public ReadOnlySpan<byte> Data { get; private init; }

    /// <summary>Reads IPv4 (RFC 791 3.1); false of a later fragment, which has no ports.</summary>
    public static bool TryReadVersion4(ReadOnlySpan<byte> bytes, out IPPacket packet)
    {
        packet = default;
        if (bytes.Length < HeaderOf4 || bytes[0] >> 4 != 4)
        {
            return false;
        }

        int header = (bytes[0] & 0x0F) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        bool isLaterFragment = (BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x1FFF) != 0;
        if (header < HeaderOf4 || total < header || bytes.Length < header || isLaterFragment)
        {
            return false;
        }

        packet = new IPPacket
        {
            Source = new IPAddress(bytes[12..16]),
            Destination = new IPAddress(bytes[16..20]),
            Protocol = bytes[9],
            Length = total - header,
            Data = bytes[header..Math.Min(total, bytes.Length)],
        };
        return true;
    }

    /// <summary>Reads IPv6 (RFC 8200 3) and passes over the headers that may follow it.</summary>
    public static bool TryReadVersion6(ReadOnlySpan<byte> bytes, out IPPacket packet)
    {
        packet = default;
        if (bytes.Length < HeaderOf6 || bytes[0] >> 4 != 6)
        {
            return false;
        }

        byte protocol = bytes[6];
        int total = HeaderOf6 + BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        int header = HeaderOf6;
        while (protocol is HopByHop or Routing or FragmentHeader or DestinationOptions)
        {
            if (bytes.Length < header + 8
                || (protocol == FragmentHeader && IsLaterFragment(bytes[header..])))
            {
                return false;
            }

            int length = protocol == FragmentHeader ? 8 : (bytes[header + 1] + 1) * 8;
            protocol = bytes[header];
            header += length;
        }

        if (header > Math.Min(total, bytes.Length))
        {
            return false;
        }

        packet = new IPPacket
        {
            Source = new IPAddress(bytes[8..24]),
            Destination = new IPAddress(bytes[24..40]),
            Protocol = protocol,
            Length = total - header,
            Data = bytes[header..Math.Min(total, bytes.Length)],
        };
        return true;
    }

    // RFC 8200 4.5: the offset is the upper 13 bits of the third and fourth byte.
    static bool IsLaterFragment(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[2..]) >> 3 != 0;
}
