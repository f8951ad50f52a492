using System.Net;
using static Doorway.Watch.FieldList;

namespace Doorway.Watch;

/// <summary>The header of IPv6 (RFC 8200 3) and those that may follow it (RFC 8200 4), field by
/// field.</summary>
static class IPv6Fields
{
    const string Source = "RFC 8200 3.";
    const int Header = 40;
    const byte HopByHop = 0, Routing = 43, Fragment = 44, DestinationOptions = 60;

    /// <summary>Reads them.</summary>
    /// <returns>What follows; null for nothing that has a header here.</returns>
    public static PseudoHeader? Read(FieldList fields)
    {
        int start = fields.At;
        fields.Layer = "IPv6";
        fields.Number("Version", 4, version => Plain(version),
            $"Which version of IP this is: always 6. {Source}");
        IPv4Fields.ServiceFields(fields);
        fields.Number("Flow label", 20, label => $"0x{label:x5}",
            "A number that all packets of one conversation may share, so that routers send them "
            + "the same way. RFC 6437 2.");
        int length = (int)fields.Number("Payload length", 16, bytes => Size(bytes),
            $"How much follows this header. {Source}");
        fields.EndAt(start + Header + length);
        byte next = (byte)fields.Number("Next header", 8, ProtocolNames.Of,
            $"What follows this header. {Source}");
        fields.Number("Hop limit", 8, hops => $"{hops} more routers at most",
            "Each router takes one away; at zero the packet is dropped, so that none goes round "
            + $"for ever. {Source}");
        int addresses = fields.At;
        fields.Octets("Source", 16, Address, $"Which host sent the packet. {Source}");
        fields.Octets("Destination", 16, Address, $"For which host it is. {Source}");
        bool isFragment = false;
        while (!fields.IsOver && next is HopByHop or Routing or Fragment or DestinationOptions)
        {
            if (fields.Rest.IsEmpty)
            {
                fields.Stop();
            }

            isFragment |= next == Fragment;
            next = next == Fragment ? FragmentFields(fields) : Extension(fields, next);
        }

        return fields.IsOver ? null : new PseudoHeader(
            addresses..(addresses + 32), next, start + Header + length - fields.At, isFragment);
    }

    static byte Extension(FieldList fields, byte kind)
    {
        (string layer, string note) = kind switch
        {
            HopByHop => ("IPv6 hop-by-hop options",
                "Wishes that every router on the way reads. RFC 8200 4.3."),
            Routing => ("IPv6 routing", "Hosts to be visited on the way. RFC 8200 4.4."),
            _ => ("IPv6 destination options",
                "Wishes that the receiver alone reads. RFC 8200 4.6."),
        };
        fields.Layer = layer;
        byte next = (byte)fields.Number("Next header", 8, ProtocolNames.Of,
            "What follows this header. RFC 8200 4.");
        int length = ((int)fields.Number("Header length", 8,
            words => $"{words} and 1 times 8 bytes = {Size((words + 1) * 8)}",
            "How long this header is, its first 8 bytes not counted. RFC 8200 4.") + 1) * 8;
        fields.Octets("Content", length - 2, Convert.ToHexStringLower, note);
        return next;
    }

    static byte FragmentFields(FieldList fields)
    {
        const string Note = "RFC 8200 4.5.";
        fields.Layer = "IPv6 fragment";
        byte next = (byte)fields.Number("Next header", 8, ProtocolNames.Of,
            $"What the whole packet carries. {Note}");
        fields.Number("Reserved", 8, value => Plain(value), $"Not used: zero. {Note}");
        uint offset = fields.Number("Fragment offset", 13, place => $"byte {Plain(place * 8)}",
            $"Where in the packet this fragment belongs, in steps of 8 bytes. {Note}");
        fields.Number("Reserved", 2, value => Plain(value), $"Not used: zero. {Note}");
        fields.Flag("More fragments", "others follow", "the last one",
            $"Whether more fragments of this packet follow. {Note}");
        fields.Number("Identification", 32, number => Plain(number),
            "A number that the fragments of one packet share, so that the receiver can put them "
            + $"together again. {Note}");
        if (offset > 0)
        {
            fields.Stop();
        }

        return next;
    }

    static string Address(ReadOnlySpan<byte> bytes) => new IPAddress(bytes).ToString();
}
