namespace Doorway.Frames;

/// <summary>What a frame carries.</summary>
enum FrameProtocol
{
    /// <summary>A TCP segment (RFC 9293).</summary>
    Tcp,

    /// <summary>A UDP datagram (RFC 768).</summary>
    Udp,

    /// <summary>
    /// The message that nobody is at a port (RFC 792, Destination Unreachable code 3; RFC 4443 3.1,
    /// code 4).
    /// </summary>
    PortUnreachable,
}
