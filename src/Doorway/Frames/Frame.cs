using System.Net;

namespace Doorway.Frames;

/// <summary>One frame as it was on the wire, decoded.</summary>
sealed record Frame
{
    /// <summary>When it was seen, UTC.</summary>
    public DateTime Time { get; init; }

    /// <summary>What it carries.</summary>
    public required FrameProtocol Protocol { get; init; }

    /// <summary>Who sent it; without a port where it is ICMP.</summary>
    public required IPEndPoint Source { get; init; }

    /// <summary>To whom; without a port where it is ICMP.</summary>
    public required IPEndPoint Destination { get; init; }

    /// <summary>How many bytes of data it carried.</summary>
    public int Length { get; init; }

    /// <summary>The data, as far as it was kept: up to <see cref="Length"/> bytes.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The frame from its link-layer header on, as much of it as was kept.</summary>
    public ReadOnlyMemory<byte> Whole { get; init; }

    /// <summary>Where in the frame's bytes the data begins.</summary>
    public int DataAt { get; init; }

    /// <summary>The segment's header, of TCP.</summary>
    public TcpHeader? Tcp { get; init; }

    /// <summary>What a port was unreachable for.</summary>
    public RefusedPacket? Refused { get; init; }
}

/// <summary>The packet that an ICMP message is about; its beginning is quoted there.</summary>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Source">Who had sent it.</param>
/// <param name="Destination">The port where nobody was.</param>
sealed record RefusedPacket(FrameProtocol Protocol, IPEndPoint Source, IPEndPoint Destination);
