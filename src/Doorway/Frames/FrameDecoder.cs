using System.Buffers.Binary;
using System.Net;
using Doorway.Watch;

namespace Doorway.Frames;

/// <summary>Reads a frame down to its data. Nothing is copied.</summary>
static class FrameDecoder
{
    const int UdpHeader = 8;

    // ICMP's header and the four bytes behind it, before the packet that is quoted.
    const int IcmpHeader = 8;

    /// <summary>The frame; null where it carries neither TCP, UDP nor a refusal of them, or is cut
    /// before its ports.</summary>
    /// <param name="bytes">The frame, as much of it as was kept.</param>
    /// <param name="time">When it was seen, UTC.</param>
    /// <param name="link">What it begins with.</param>
    public static Frame? Decode(
        ReadOnlyMemory<byte> bytes, DateTime time, LinkType link = LinkType.Ethernet)
    {
        (int header, int version) = LinkHeader.Read(bytes.Span, link);
        IPPacket packet = default;
        bool isPacket = version switch
        {
            4 => IPPacket.TryReadVersion4(bytes.Span[header..], out packet),
            6 => IPPacket.TryReadVersion6(bytes.Span[header..], out packet),
            _ => false,
        };
        if (!isPacket)
        {
            return null;
        }

        return packet.Protocol switch
        {
            IPPacket.Tcp => Segment(packet, bytes, time),
            IPPacket.Udp => Datagram(packet, bytes, time),
            IPPacket.Icmp or IPPacket.IcmpVersion6 => Refusal(packet, time),
            _ => null,
        };
    }

    static Frame? Segment(IPPacket packet, ReadOnlyMemory<byte> bytes, DateTime time)
    {
        if (TcpHeaderReader.Read(packet.Data, out int length) is not { } header)
        {
            return null;
        }

        int at = Place(bytes, packet.Data) + length;
        return new Frame
        {
            Time = time,
            Protocol = FrameProtocol.Tcp,
            Source = new IPEndPoint(packet.Source, Port(packet.Data, 0)),
            Destination = new IPEndPoint(packet.Destination, Port(packet.Data, 2)),
            Tcp = header,
            Length = Math.Max(packet.Length - length, 0),
            Data = bytes.Slice(at, packet.Data.Length - length),
            DataAt = at,
        };
    }

    static Frame? Datagram(IPPacket packet, ReadOnlyMemory<byte> bytes, DateTime time)
    {
        if (packet.Data.Length < UdpHeader)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(packet.Data[4..]) - UdpHeader;
        int at = Place(bytes, packet.Data) + UdpHeader;
        return length < 0 ? null : new Frame
        {
            Time = time,
            Protocol = FrameProtocol.Udp,
            Source = new IPEndPoint(packet.Source, Port(packet.Data, 0)),
            Destination = new IPEndPoint(packet.Destination, Port(packet.Data, 2)),
            Length = length,
            Data = bytes.Slice(at, Math.Min(length, packet.Data.Length - UdpHeader)),
            DataAt = at,
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

    static int Place(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> part) =>
        whole.Span.Overlaps(part, out int at) ? at : 0;

    static int Port(ReadOnlySpan<byte> header, int at) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[at..]);
}
