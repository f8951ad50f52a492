using Doorway.Frames;

namespace Doorway.Watch;

/// <summary>What an IP packet carries, by its number (IANA, Assigned Internet Protocol Numbers).
/// </summary>
static class ProtocolNames
{
    /// <summary>"6 (TCP)".</summary>
    public static string Of(uint number) => number switch
    {
        0 => "0 (hop-by-hop options)",
        IPPacket.Icmp => "1 (ICMP)",
        IPPacket.Tcp => "6 (TCP)",
        IPPacket.Udp => "17 (UDP)",
        43 => "43 (routing)",
        44 => "44 (fragment)",
        50 => "50 (encrypted)",
        51 => "51 (authentication)",
        IPPacket.IcmpVersion6 => "58 (ICMPv6)",
        59 => "59 (nothing)",
        60 => "60 (destination options)",
        132 => "132 (SCTP)",
        _ => FieldList.Plain(number),
    };
}
