using Doorway.Frames;

namespace Doorway.Watch;

/// <summary>
/// The headers of a frame, field by field: Ethernet and its like, IPv4, IPv6, TCP, UDP, ICMP and
/// the packet that it quotes. Every bit of them belongs to one field; data belongs to none.
/// </summary>
public static class HeaderFields
{
    /// <summary>The fields of a frame, from its first bit on. A frame that is cut, or no frame at
    /// all, has those that can be read.</summary>
    public static IReadOnlyList<HeaderField> Of(FrameEvent frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Of(frame.Bytes, frame.Link, frame.Numbers);
    }

    /// <summary>The fields of a frame.</summary>
    /// <param name="frame">The frame, as much of it as was kept.</param>
    /// <param name="link">What it begins with.</param>
    /// <param name="numbers">The segment's numbers as one reads them; null where they aren't
    /// known, which leaves them out.</param>
    public static IReadOnlyList<HeaderField> Of(
        ReadOnlyMemory<byte> frame, LinkType link, SegmentNumbers? numbers = null)
    {
        var fields = new FieldList(frame);
        (_, int version) = LinkHeader.Read(frame.Span, link);
        LinkFields.Read(fields, link);
        Packet(fields, version, numbers);
        return fields.Fields;
    }

    /// <summary>An IP packet and what it carries.</summary>
    internal static void Packet(FieldList fields, int version, SegmentNumbers? numbers)
    {
        PseudoHeader? packet = version switch
        {
            4 => IPv4Fields.Read(fields),
            6 => IPv6Fields.Read(fields),
            _ => null,
        };
        if (packet is not { } inside || fields.IsOver)
        {
            return;
        }

        switch (inside.Protocol)
        {
            case IPPacket.Tcp:
                TcpFields.Read(fields, inside, numbers);
                break;
            case IPPacket.Udp:
                UdpFields.Read(fields, inside);
                break;
            case IPPacket.Icmp when version == 4:
                IcmpFields.Read4(fields);
                break;
            case IPPacket.IcmpVersion6 when version == 6:
                IcmpFields.Read6(fields, inside);
                break;
            default:
                break;
        }
    }
}
