using System.Numerics;
using static Doorway.Watch.FieldList;

namespace Doorway.Watch;

/// <summary>The header of TCP (RFC 9293 3.1), field by field.</summary>
static class TcpFields
{
    const string Source = "RFC 9293 3.1.";

    /// <summary>Reads it.</summary>
    public static void Read(FieldList fields, PseudoHeader packet, SegmentNumbers? numbers)
    {
        int start = fields.At;
        ReadOnlyMemory<byte> carried = fields.Rest.ToArray();
        fields.Layer = "TCP";
        fields.Number("Source port", 16, port => $"{port}",
            $"Which socket of the sender it comes from. {Source}");
        fields.Number("Destination port", 16, port => $"{port}",
            "For which socket of the receiver it is. A connection is known by both ports and "
            + $"both addresses. {Source}");
        fields.Number("Sequence number", 32,
            number => numbers is { } known
                ? $"{Plain(number)}; counted from the SYN: {Plain(known.Sequence)}"
                : Plain(number),
            "The place of the first byte of this segment in all that its sender sends. It begins "
            + "anywhere, so that nobody guesses it. RFC 9293 3.4.");
        fields.Number("Acknowledgment number", 32,
            number => numbers is { } known && number != 0
                ? $"{Plain(number)}; counted from the SYN: {Plain(known.Acknowledgment)}"
                : Plain(number),
            "The byte that is expected next: all before it have arrived. It counts if ACK is "
            + "set. RFC 9293 3.4.");
        int header = 4 * (int)fields.Number("Header length", 4,
            words => $"{words} words of 4 bytes = {Size(words * 4)}",
            $"Where the data begins: behind 20 bytes, and more with options. {Source}");
        fields.Number("Reserved", 4, value => Plain(value), $"Not used: zero. {Source}");
        bool isSyn = Flags(fields);
        fields.Number("Window", 16, window => Window(window, isSyn, numbers),
            "For how many more bytes the sender of this segment has room: flow control. "
            + "RFC 9293 3.8.6; its scale: RFC 7323 2.");
        fields.Number("Checksum", 16,
            sum => $"{Hex(sum)}: {packet.Judge(fields.Bytes, carried.Span, sum)}",
            "Finds errors in the addresses, the header and the data. A segment where it is wrong "
            + $"is dropped, and sent again later. {Source}");
        fields.Number("Urgent pointer", 16, place => Plain(place),
            "Where urgent data ends, if URG is set. Hardly used any more. RFC 9293 3.8.5.");
        TcpOptionFields.Read(fields, start + header);
    }

    static bool Flags(FieldList fields)
    {
        fields.Flag("CWR", "the sender slowed down", "no",
            "Says that the sender has sent less since it was told of congestion. RFC 3168 6.1.");
        fields.Flag("ECE", "congestion was seen", "no",
            "Says that a router marked a packet on its way here; in a SYN, that this is "
            + "understood. RFC 3168 6.1.");
        fields.Flag("URG", "there is urgent data", "no",
            "Whether the urgent pointer counts. RFC 9293 3.8.5.");
        fields.Flag("ACK", "it acknowledges", "no",
            $"Whether the acknowledgment number counts: in all but the first segment. {Source}");
        fields.Flag("PSH", "to be delivered at once", "no",
            "The receiver shall hand the data to its program now: mostly the end of a send(). "
            + "RFC 9293 3.9.1.2.");
        fields.Flag("RST", "the connection is torn down", "no",
            "Ends the connection at once; or says that nobody is at this port. "
            + "RFC 9293 3.5.2.");
        bool isSyn = fields.Flag("SYN", "it opens a connection", "no",
            "Begins the numbers of this direction: the first segment of each side. "
            + "RFC 9293 3.5.");
        fields.Flag("FIN", "the sender has sent all", "no",
            "The end of this direction; the other may go on. RFC 9293 3.6.");
        return isSyn;
    }

    static string Window(uint window, bool isSyn, SegmentNumbers? numbers)
    {
        if (window == 0)
        {
            return "0 bytes: no room, the other side has to wait";
        }

        if (isSyn)
        {
            return $"{Size(window)} (never scaled in a SYN)";
        }

        if (numbers is not { } known)
        {
            return $"{Plain(window)}, times the scale that the SYN told";
        }

        int shift = BitOperations.Log2((ulong)Math.Max(1, known.Window / window));
        return shift == 0 ? Size(window)
            : $"{Plain(window)}, times {Plain(1L << shift)} (scale) = "
                + Size((long)window << shift);
    }
}
