using static Doorway.Watch.FieldList;

namespace Doorway.Watch;

/// <summary>
/// ICMP (RFC 792) and ICMPv6 (RFC 4443), field by field, with the packet that an error quotes.
/// </summary>
static class IcmpFields
{
    const string Tells = "What is told. ";
    const byte Unreachable4 = 3, TooLong4 = 4, TimeExceeded4 = 11;
    const byte Unreachable6 = 1, LastError6 = 4;

    /// <summary>Reads ICMP.</summary>
    public static void Read4(FieldList fields)
    {
        int start = fields.At;
        int end = fields.PacketEnd;
        string judged = PseudoHeader.Fold(PseudoHeader.Sum(fields.Bytes[start..end])) == 0xFFFF
            ? "right" : "wrong, or the frame was not kept whole";
        fields.Layer = "ICMP";
        uint type = fields.Number("Type", 8,
            kind => kind switch
            {
                0 => "0: answer to a ping",
                Unreachable4 => "3: unreachable",
                8 => "8: ping",
                TimeExceeded4 => "11: too many routers on the way",
                _ => Plain(kind),
            },
            $"{Tells}RFC 792.");
        uint code = fields.Number("Code", 8,
            one => (type, one) switch
            {
                (Unreachable4, 0) => "0: no way to that network",
                (Unreachable4, 1) => "1: no answer from that host",
                (Unreachable4, 2) => "2: that host doesn't know the protocol",
                (Unreachable4, 3) => "3: nobody is at that port",
                (Unreachable4, TooLong4) => "4: too long for the next link",
                (Unreachable4, 9 or 10 or 13) => $"{one}: forbidden",
                _ => Plain(one),
            },
            "Says more exactly what the type tells. RFC 792.");
        fields.Number("Checksum", 16, sum => $"{Hex(sum)}: {judged}",
            "Finds errors in this message. RFC 792.");
        if (type == Unreachable4 && code == TooLong4)
        {
            fields.Number("Unused", 16, Hex, "Not used: zero. RFC 1191 4.");
            fields.Number("Next link", 16, bytes => Size(bytes),
                "How long a packet may be there. RFC 1191 4.");
        }
        else
        {
            Four(fields, type is Unreachable4 or TimeExceeded4, "RFC 792.");
        }

        if (type is Unreachable4 or TimeExceeded4)
        {
            Quote(fields, 4);
        }
    }

    /// <summary>Reads ICMPv6.</summary>
    public static void Read6(FieldList fields, PseudoHeader packet)
    {
        ReadOnlyMemory<byte> carried = fields.Rest.ToArray();
        fields.Layer = "ICMPv6";
        uint type = fields.Number("Type", 8,
            kind => kind switch
            {
                Unreachable6 => "1: unreachable",
                2 => "2: too long for the next link",
                3 => "3: too many routers on the way",
                128 => "128: ping",
                129 => "129: answer to a ping",
                _ => Plain(kind),
            },
            $"{Tells}RFC 4443 2.1.");
        fields.Number("Code", 8,
            one => (type, one) switch
            {
                (Unreachable6, 0) => "0: no way there",
                (Unreachable6, 1) => "1: forbidden",
                (Unreachable6, 3) => "3: no answer from that host",
                (Unreachable6, 4) => "4: nobody is at that port",
                _ => Plain(one),
            },
            "Says more exactly what the type tells. RFC 4443 3.1.");
        fields.Number("Checksum", 16,
            sum => $"{Hex(sum)}: {packet.Judge(fields.Bytes, carried.Span, sum)}",
            "Finds errors in the addresses and in this message. RFC 4443 2.3.");
        bool isError = type is >= Unreachable6 and <= LastError6;
        Four(fields, isError, "RFC 4443 3.");
        if (isError)
        {
            Quote(fields, 6);
        }
    }

    static void Four(FieldList fields, bool isUnused, string source) => fields.Octets(
        isUnused ? "Unused" : "Content", 4, Convert.ToHexStringLower,
        (isUnused ? "Not used, or a detail of the error. " : "What it is depends on the type. ")
            + source);

    // An error about an error is never sent, so that a quote has none inside.
    static void Quote(FieldList fields, int version)
    {
        if (fields.Suffix.Length > 0 || fields.Rest.IsEmpty)
        {
            return;
        }

        fields.Suffix = " (quoted)";
        HeaderFields.Packet(fields, version, null);
    }
}
