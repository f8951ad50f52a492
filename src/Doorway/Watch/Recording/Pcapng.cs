namespace Doorway.Watch;

/// <summary>The numbers of the pcapng format (draft-ietf-opsawg-pcapng).</summary>
static class Pcapng
{
    public const uint Section = 0x0A0D0D0A;
    public const uint Interface = 1;
    public const uint OldPacket = 2;
    public const uint SimplePacket = 3;
    public const uint EnhancedPacket = 6;

    /// <summary>A Custom Block that may be copied to another file.</summary>
    public const uint Custom = 0x00000BAD;

    /// <summary>The first number of a section, in the order of bytes of who wrote it.</summary>
    public const uint ByteOrder = 0x1A2B3C4D;

    /// <summary>
    /// Whose custom blocks these are: the number that is reserved for documentation (RFC 5612), for
    /// Doorway has none of its own.
    /// </summary>
    public const uint EnterpriseNumber = 32473;

    /// <summary>Type and length before a block, the length once more behind it.</summary>
    public const int BlockFrame = 12;

    // Options of all blocks, of a section, of an interface.
    public const ushort End = 0;
    public const ushort Comment = 1;

    /// <summary>A custom option of text that may be copied.</summary>
    public const ushort CustomText = 2988;
    public const ushort Application = 4;
    public const ushort InterfaceName = 2;
    public const ushort TimeResolution = 9;
    public const ushort TimeOffset = 14;
}
