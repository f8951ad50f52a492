using System.Buffers.Binary;
using System.Net;
using Doorway.Frames;

namespace Doorway.Watch;

/// <summary>
/// Whether a frame is about some ports: as its source or destination, in what an ICMP message
/// quotes, or as a later fragment of one that was. One thread uses it at a time.
/// </summary>
sealed class PortMatch(IReadOnlySet<ushort> excluded)
{
    const int Remembered = 1_024;

    // Datagrams in fragments whose first one was wanted: (source, destination, number).
    readonly HashSet<(IPAddress, IPAddress, uint)> _fragmented = [];
    readonly Queue<(IPAddress, IPAddress, uint)> _oldest = [];

    /// <summary>The ports; null for every one.</summary>
    public IReadOnlySet<ushort>? Ports { get; set; } = new HashSet<ushort>();

    /// <summary>Whether a frame is to be seen.</summary>
    public bool IsWanted(FrameEvent frame)
    {
        (IPAddress, IPAddress, uint)? fragment = FragmentOf(frame.Bytes.Span);
        if (frame.Decoded is not { } decoded)
        {
            return fragment is { } known && _fragmented.Contains(known);
        }

        bool isWanted = IsWanted(decoded);
        if (isWanted && fragment is { } first && _fragmented.Add(first))
        {
            _oldest.Enqueue(first);
            if (_oldest.Count > Remembered)
            {
                _fragmented.Remove(_oldest.Dequeue());
            }
        }

        return isWanted;
    }

    /// <summary>Whether it may never be seen.</summary>
    public bool IsExcluded(FrameEvent frame) => frame.Decoded is { } decoded
        && (decoded.Refused?.Protocol ?? decoded.Protocol) == FrameProtocol.Tcp
        && Of(decoded) is var (source, destination)
        && (excluded.Contains(source) || excluded.Contains(destination));

    /// <summary>Whether it is nothing to wait for: neither a frame with ports nor a fragment.
    /// </summary>
    public static bool IsForeign(FrameEvent frame) =>
        frame.Decoded is null && FragmentOf(frame.Bytes.Span) is null;

    bool IsWanted(Frame frame) => Ports is not { } ports
        || (Of(frame) is var (source, destination)
            && (ports.Contains(source) || ports.Contains(destination)));

    static (ushort, ushort) Of(Frame frame) => frame.Refused is { } refused
        ? ((ushort)refused.Source.Port, (ushort)refused.Destination.Port)
        : ((ushort)frame.Source.Port, (ushort)frame.Destination.Port);

    // RFC 791 3.1: more fragments, or an offset; RFC 8200 4.5: a header of its own.
    static (IPAddress, IPAddress, uint)? FragmentOf(ReadOnlySpan<byte> frame)
    {
        const int Packet = LinkHeader.Ethernet;
        const int HeaderOf4 = 20, HeaderOf6 = 40, FragmentHeader = 8, FragmentNumber = 44;
        (_, int version) = LinkHeader.Read(frame, LinkType.Ethernet);
        if (version == 4 && frame.Length >= Packet + HeaderOf4
            && (BinaryPrimitives.ReadUInt16BigEndian(frame[(Packet + 6)..]) & 0x3FFF) != 0)
        {
            return (new IPAddress(frame.Slice(Packet + 12, 4)),
                new IPAddress(frame.Slice(Packet + 16, 4)),
                BinaryPrimitives.ReadUInt16BigEndian(frame[(Packet + 4)..]));
        }

        return version == 6 && frame.Length >= Packet + HeaderOf6 + FragmentHeader
            && frame[Packet + 6] == FragmentNumber
            ? (new IPAddress(frame.Slice(Packet + 8, 16)),
                new IPAddress(frame.Slice(Packet + 24, 16)),
                BinaryPrimitives.ReadUInt32BigEndian(frame[(Packet + HeaderOf6 + 4)..]))
            : null;
    }
}
