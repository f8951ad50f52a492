using System.Net;

namespace Doorway.Frames;

/// <summary>
/// Counts the bytes of each direction of each connection from 0, its SYN, as one reads them; on
/// the wire they begin anywhere (RFC 9293 3.4.1). To be shown every segment once, in order.
/// </summary>
sealed class FrameNumbers
{
    // A connection that is not seen from its beginning begins at 1, as after a SYN.
    readonly Dictionary<(IPEndPoint From, IPEndPoint To), uint> _first = [];

    /// <summary>The numbers of a segment.</summary>
    /// <returns>Its first byte, and the byte expected next; 0 where it has no ACK.</returns>
    public (uint Sequence, uint Acknowledgment) Of(Frame segment)
    {
        TcpHeader header = segment.Tcp
            ?? throw new ArgumentException("it is not of TCP", nameof(segment));
        var way = (segment.Source, segment.Destination);
        var back = (segment.Destination, segment.Source);
        if ((header.Flags & TcpFlags.Syn) != 0)
        {
            _first[way] = header.Sequence;
        }

        uint first = First(way, header.Sequence);
        return (header.Sequence - first, (header.Flags & TcpFlags.Ack) == 0
            ? 0 : header.Acknowledgment - First(back, header.Acknowledgment));
    }

    uint First((IPEndPoint, IPEndPoint) way, uint seen)
    {
        if (!_first.TryGetValue(way, out uint first))
        {
            _first[way] = first = seen - 1;
        }

        return first;
    }
}
