using static Doorway.Watch.FieldList;

namespace Doorway.Watch;

/// <summary>What is before the IP packet, field by field.</summary>
static class LinkFields
{
    const string Ethernet = "IEEE 802.3.";

    /// <summary>Reads it.</summary>
    public static void Read(FieldList fields, LinkType link)
    {
        switch (link)
        {
            case LinkType.Ethernet:
                fields.Layer = "Ethernet";
                fields.Octets("Destination", 6, Address,
                    $"Which network card shall take the frame. {Ethernet}");
                fields.Octets("Source", 6, Address,
                    $"Which network card sent the frame. {Ethernet}");
                EtherType(fields, "Type");
                break;
            case LinkType.LinuxCooked:
                fields.Layer = "Linux cooked";
                Kind(fields, 16);
                Hardware(fields);
                fields.Number("Address length", 16, length => Size(length),
                    "How much of the next field is an address. LINKTYPE_LINUX_SLL.");
                Sender(fields);
                EtherType(fields, "Protocol");
                break;
            case LinkType.LinuxCooked2:
                fields.Layer = "Linux cooked";
                EtherType(fields, "Protocol");
                fields.Number("Reserved", 16, Hex, "Not used: zero. LINKTYPE_LINUX_SLL2.");
                fields.Number("Interface", 32, number => Plain(number),
                    "The interface's number on the machine that recorded. LINKTYPE_LINUX_SLL2.");
                Hardware(fields);
                Kind(fields, 8);
                fields.Number("Address length", 8, length => Size(length),
                    "How much of the next field is an address. LINKTYPE_LINUX_SLL2.");
                Sender(fields);
                break;
            case LinkType.Null or LinkType.Loop:
                fields.Layer = "Loopback";
                fields.Octets("Family", 4, Convert.ToHexStringLower,
                    "Whether IPv4 or IPv6 follows, as the recording machine numbers them. "
                    + "LINKTYPE_NULL, LINKTYPE_LOOP.");
                break;
            case LinkType.RawIP or LinkType.IPv4 or LinkType.IPv6:
                break;
            default:
                fields.Stop();
                break;
        }
    }

    static void EtherType(FieldList fields, string name) => fields.Number(
        name, 16,
        type => type switch
        {
            0x0800 => "0x0800 (IPv4)",
            0x86DD => "0x86dd (IPv6)",
            0x0806 => "0x0806 (ARP)",
            0x8100 => "0x8100 (VLAN)",
            _ => Hex(type),
        },
        $"Which protocol follows. {Ethernet}");

    static void Hardware(FieldList fields) => fields.Number(
        "Interface kind", 16,
        kind => kind switch
        {
            1 => "1 (Ethernet)",
            772 => "772 (loopback)",
            _ => Plain(kind),
        },
        "What sort of interface the frame passed (linux/if_arp.h).");

    static void Kind(FieldList fields, int bits) => fields.Number(
        "Direction", bits,
        kind => kind switch
        {
            0 => "0: sent to this machine",
            1 => "1: sent to everybody",
            2 => "2: sent to a group",
            3 => "3: sent to somebody else",
            4 => "4: sent by this machine",
            _ => Plain(kind),
        },
        "For whom the frame is (linux/if_packet.h).");

    static void Sender(FieldList fields) => fields.Octets(
        "Sender", 8, Address, "The sender's address, filled up with zeros. LINKTYPE_LINUX_SLL.");

    static string Address(ReadOnlySpan<byte> bytes)
    {
        string text = string.Join(':', bytes.ToArray().Select(
            one => one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
        return bytes.ContainsAnyExcept((byte)0)
            ? bytes.ContainsAnyExcept((byte)0xFF) ? text : $"{text} (everybody)"
            : $"{text} (none: loopback has no card)";
    }
}
