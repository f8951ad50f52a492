using System.Buffers.Binary;
using System.Net;

namespace Doorway.Frames;

/// <summary>
/// Reads an Ethernet frame; Linux puts such a header before loopback's packets too.
/// </summary>
static class FrameDecoder
{
    const int EthernetHeader = 14;
    const int EtherTypeIPv4 = 0x0800;
    const int EtherTypeIPv6 = 0x86DD;

    const int UdpHeader = 8;

    // ICMP's header and the four bytes behind it, before the packet that is quoted.
    const int IcmpHeader = 8;

    /// <summary>The frame; null where it carries neither TCP, UDP nor a refusal of them, or is cut
    /// before its ports.</summary>
    /// <param name="bytes">The frame, as much of it as was kept.</param>
    /// <param name="time">When it was seen, UTC.</param>
    public static Frame? Decode(ReadOnlySpan<byte> bytes, DateTime time)
    {
        if (bytes.Length < EthernetHeader)
        {
            return null;
        }

        int type = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        IPPacket packet = default;
        bool isPacket = type switch
        {
            EtherTypeIPv4 => IPPacket.TryReadVersion4(bytes[EthernetHeader..], out packet),
            EtherTypeIPv6 => IPPacket.TryReadVersion6(bytes[EthernetHeader..], out packet),
            _ => false,
        };
        return isPacket ? Decode(packet, time) : null;
    }

    static Frame? Decode(IPPacket packet, DateTime time) => packet.Protocol switch
    {
        IPPacket.Tcp => Segment(packet, time),
        IPPacket.Udp => Datagram(packet, time),
        IPPacket.Icmp or IPPacket.IcmpVersion6 => Refusal(packet, time),
        _ => null,
    };

    static Frame? Segment(IPPacket packet, DateTime time) =>
        TcpHeaderReader.Read(packet.Data, out int length) is not { } header
            ? null
            : new Frame
            {
                Time = time,
                Protocol = FrameProtocol.Tcp,
                Source = new IPEndPoint(packet.Source, Port(packet.Data, 0)),
                Destination = new IPEndPoint(packet.Destination, Port(packet.Data, 2)),
                Tcp = header,
                Length = Math.Max(packet.Length - length, 0),
                Data = packet.Data[Math.Min(length, packet.Data.Length)..].ToArray(),
            };

    static Frame? Datagram(IPPacket packet, DateTime time)
    {
        if (packet.Data.Length < UdpHeader)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(packet.Data[4..]) - UdpHeader;
        ReadOnlySpan<byte> data = packet.Data[UdpHeader..];
        return length < 0 ? null : new Frame
        {
            Time = time,
            Protocol = FrameProtocol.Udp,
            Source = new IPEndPoint(packet.Source, Port(packet.Data, 0)),
            Destination = new IPEndPoint(packet.Destination, Port(packet.Data, 2)),
            Length = length,
            Data = data[..Math.Min(length, data.Length)].ToArray(),
        };
    }

    static Frame? Refusal(IPPacket packet, DateTime time)
    {
        bool isVersion6 = packet.Protocol == IPPacket.IcmpVersion6;
        (byte type, byte code) = isVersion6 ? ((byte)1, (byte)4) : ((byte)3, (byte)3);
        ReadOnlySpan<byte> data = packet.Data;
        if (data.Length < IcmpHeader || data[0] != type || data[1] != code)
        {
            return null;
        }

        ReadOnlySpan<byte> quoted = data[IcmpHeader..];
        IPPacket refused;
        if (!(isVersion6 ? IPPacket.TryReadVersion6(quoted, out refused)
                : IPPacket.TryReadVersion4(quoted, out refused))
            || refused.Data.Length < 4 || refused.Protocol is not (IPPacket.Tcp or IPPacket.Udp))
        {
            return null;
        }

        return new Frame
        {
            Time = time,
            Protocol = FrameProtocol.PortUnreachable,
            Source = new IPEndPoint(packet.Source, 0),
            Destination = new IPEndPoint(packet.Destination, 0),
            Refused = new RefusedPacket(
                refused.Protocol == IPPacket.Tcp ? FrameProtocol.Tcp : FrameProtocol.Udp,
                new IPEndPoint(refused.Source, Port(refused.Data, 0)),
                new IPEndPoint(refused.Destination, Port(refused.Data, 2))),
        };
    }

    static int Port(ReadOnlySpan<byte> header, int at) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[at..]);
}
