using System.Net;
using static Doorway.Watch.FieldList;

namespace Doorway.Watch;

/// <summary>The header of IPv4 (RFC 791 3.1), field by field.</summary>
static class IPv4Fields
{
    const string Source = "RFC 791 3.1.";
    const int Shortest = 20;

    /// <summary>Reads it.</summary>
    /// <returns>What follows; null for nothing that has a header here.</returns>
    public static PseudoHeader? Read(FieldList fields)
    {
        int start = fields.At;
        fields.Layer = "IPv4";
        fields.Number("Version", 4, version => Plain(version),
            $"Which version of IP this is: always 4. {Source}");
        int header = 4 * (int)fields.Number("Header length", 4,
            words => $"{words} words of 4 bytes = {Size(words * 4)}",
            $"How long this header is: 20 bytes, and more with options. {Source}");
        ServiceFields(fields);
        int total = (int)fields.Number("Total length", 16, length => Size(length),
            $"How long the packet is, header and data together. {Source}");
        fields.EndAt(start + Math.Max(total, Shortest));
        fields.Number("Identification", 16, number => $"{Hex(number)} ({Plain(number)})",
            "A number that the fragments of one packet share, so that the receiver can put them "
            + $"together again. {Source}");
        fields.Flag("Reserved", "set, against the rule", "not used",
            $"Not used: always 0. {Source}");
        fields.Flag("Don't fragment", "no router may cut it", "routers may cut it",
            "Whether a router may cut the packet where it is too long for the next link. "
            + Source);
        bool isMore = fields.Flag("More fragments", "others follow", "the last one, or the only",
            $"Whether more fragments of this packet follow. {Source}");
        uint offset = fields.Number("Fragment offset", 13, place => $"byte {Plain(place * 8)}",
            $"Where in the packet this fragment belongs, in steps of 8 bytes. {Source}");
        fields.Number("Time to live", 8, hops => $"{hops} more routers at most",
            "Each router takes one away; at zero the packet is dropped, so that none goes round "
            + $"for ever. {Source}");
        byte protocol = (byte)fields.Number("Protocol", 8, ProtocolNames.Of,
            "What the packet carries. RFC 791 3.1; the numbers are IANA's.");
        ReadOnlySpan<byte> whole = fields.Bytes[start..];
        string judged = whole.Length >= header && header >= Shortest
            ? PseudoHeader.Fold(PseudoHeader.Sum(whole[..header])) == 0xFFFF
                ? "right" : "wrong, or not filled in (offload)"
            : "not judged: the header was not kept whole";
        fields.Number("Header checksum", 16, sum => $"{Hex(sum)}: {judged}",
            "Finds errors in this header, not in the data. Each router counts it anew. "
            + Source);
        int addresses = fields.At;
        fields.Octets("Source", 4, Address, $"Which host sent the packet. {Source}");
        fields.Octets("Destination", 4, Address, $"For which host it is. {Source}");
        Options(fields, start + header);
        bool isWrong = header < Shortest || total < header;
        if (isWrong || offset > 0)
        {
            fields.Stop();
        }

        return fields.IsOver ? null : new PseudoHeader(
            addresses..(addresses + 8), protocol, total - header, isMore);
    }

    /// <summary>How the packet is to be treated: IPv6 has the same.</summary>
    public static void ServiceFields(FieldList fields)
    {
        fields.Number("Service", 6, value => value == 0 ? "0 (like all others)" : Plain(value),
            "Whether routers shall treat the packet better or worse than others. RFC 2474 3.");
        fields.Number("Congestion", 2,
            value => value switch
            {
                0 => "0: not used",
                3 => "3: a router on the way was near its limit",
                _ => $"{value}: a router may mark it",
            },
            "Lets routers say that they are near their limit before they drop packets. "
            + "RFC 3168 5.");
    }

    static void Options(FieldList fields, int end)
    {
        const byte EndOfList = 0, Nothing = 1;
        const string Note = "Extra wishes of the sender, rarely used. RFC 791 3.1.";
        while (!fields.IsOver && fields.At < end)
        {
            ReadOnlySpan<byte> rest = fields.Rest;
            byte kind = rest.IsEmpty ? EndOfList : rest[0];
            int left = end - fields.At;
            int length = kind switch
            {
                EndOfList => left,
                Nothing => 1,
                _ => rest.Length < 2 || rest[1] < 2 || rest[1] > left ? left : rest[1],
            };
            fields.Octets("Option", length,
                _ => kind switch
                {
                    EndOfList => "end of the options, and padding",
                    Nothing => "1: nothing, fills up",
                    7 => "7: the route is recorded",
                    68 => "68: the times are recorded",
                    131 or 137 => $"{kind}: the route is given by the sender",
                    148 => "148: every router shall look at it",
                    _ => $"{kind}",
                },
                Note);
        }
    }

    static string Address(ReadOnlySpan<byte> bytes) => new IPAddress(bytes).ToString();
}
