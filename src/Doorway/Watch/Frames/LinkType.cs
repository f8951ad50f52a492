namespace Doorway.Watch;

/// <summary>
/// What a frame begins with, as recordings number it (LINKTYPE_ values, tcpdump.org/linktypes).
/// </summary>
public enum LinkType
{
    /// <summary>A family number of 4 bytes in the order of the machine that recorded it (BSD).
    /// </summary>
    Null = 0,

    /// <summary>An Ethernet header of 14 bytes; Linux puts one before loopback's packets too.
    /// </summary>
    Ethernet = 1,

    /// <summary>Nothing: an IPv4 or IPv6 packet, told apart by its first half byte.</summary>
    RawIP = 101,

    /// <summary>A family number of 4 bytes, the most significant first (OpenBSD).</summary>
    Loop = 108,

    /// <summary>Linux's header of 16 bytes for frames of any interface ("cooked").</summary>
    LinuxCooked = 113,

    /// <summary>Nothing: an IPv4 packet.</summary>
    IPv4 = 228,

    /// <summary>Nothing: an IPv6 packet.</summary>
    IPv6 = 229,

    /// <summary>The same header in its second version, of 20 bytes.</summary>
    LinuxCooked2 = 276,
}
