using System.Buffers.Binary;
using static Doorway.Watch.FieldList;

namespace Doorway.Watch;

/// <summary>The options of a TCP header (RFC 9293 3.2): a field for each.</summary>
static class TcpOptionFields
{
    const byte EndOfOptions = 0, NoOperation = 1;

    /// <summary>Reads those up to the end of the header.</summary>
    public static void Read(FieldList fields, int end)
    {
        while (!fields.IsOver && fields.At < end)
        {
            ReadOnlySpan<byte> rest = fields.Rest;
            int left = end - fields.At;
            byte kind = rest.IsEmpty ? EndOfOptions : rest[0];
            int length = kind switch
            {
                EndOfOptions => left,
                NoOperation => 1,
                _ when rest.Length < 2 => Usual(kind),
                _ when rest[1] < 2 || rest[1] > left => left,
                _ => rest[1],
            };
            (string name, Func<ReadOnlySpan<byte>, string> value, string note) = Of(kind, length);
            fields.Octets(name, length, value, note);
        }
    }

    // Where the frame is cut before the length.
    static int Usual(byte kind) => kind switch
    {
        3 => 3,
        2 or 28 => 4,
        5 or 8 => 10,
        _ => 2,
    };

    static (string, Func<ReadOnlySpan<byte>, string>, string) Of(byte kind, int length) =>
        (kind, length) switch
        {
            (EndOfOptions, _) => ("End of options", _ => "the rest is padding",
                "No option follows; zeros fill the header up. RFC 9293 3.2."),
            (NoOperation, _) => ("No operation", _ => "fills up",
                "Moves the next option to a place that is easy to read. RFC 9293 3.2."),
            (2, 4) => ("Maximum segment size", option => Size(Half(option[2..])),
                "The most data that its sender takes in one segment. Told in a SYN. "
                + "RFC 9293 3.7.1."),
            (3, 3) => ("Window scale",
                option => $"{option[2]}: windows times "
                    + Plain(1L << Math.Min(option[2], (byte)14)),
                "By how much the windows that its sender tells are to be multiplied; it is used "
                + "if both sides tell one. Told in a SYN. RFC 7323 2.2."),
            (4, 2) => ("Selective acknowledgment", _ => "understood",
                "Its sender understands if it is told which bytes arrived behind a gap. Told in a "
                + "SYN. RFC 2018 2."),
            (5, _) when (length - 2) % 8 == 0 => ("Selective acknowledgment", Blocks,
                "Bytes that arrived behind a gap and need not be sent again. RFC 2018 3."),
            (8, 10) => ("Timestamps",
                option => $"{Plain(Word(option[2..]))}, echo {Plain(Word(option[6..]))}",
                "The sender's clock, and the last one that it read from the other side: so the "
                + "time of a round trip is measured. RFC 7323 3.2."),
            (19, _) => ("MD5 signature", Content, "Proves who sent it. RFC 2385."),
            (28, 4) => ("User timeout", option => $"{Half(option[2..]) & 0x7FFF} "
                + ((Half(option[2..]) & 0x8000) != 0 ? "minutes" : "seconds"),
                "How long unacknowledged data may wait. RFC 5482 3."),
            (29, _) => ("Authentication", Content, "Proves who sent it. RFC 5925 2.2."),
            (30, _) => ("Multipath", Content,
                "Joins several ways to one connection. RFC 8684 3."),
            (34, _) => ("Fast open", Content,
                "A cookie that lets data ride in the SYN. RFC 7413 4.1.1."),
            _ => ($"Option {kind}", Content, "An option that is not known here. RFC 9293 3.2."),
        };

    static string Blocks(ReadOnlySpan<byte> option)
    {
        var blocks = new List<string>();
        for (int at = 2; at + 8 <= option.Length; at += 8)
        {
            blocks.Add($"{Plain(Word(option[at..]))} to {Plain(Word(option[(at + 4)..]))}");
        }

        return string.Join(", ", blocks);
    }

    static string Content(ReadOnlySpan<byte> option) =>
        option.Length > 2 ? Convert.ToHexStringLower(option[2..]) : "nothing";

    static ushort Half(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);

    static uint Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
