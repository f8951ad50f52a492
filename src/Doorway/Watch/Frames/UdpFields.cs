using static Doorway.Watch.FieldList;

namespace Doorway.Watch;

/// <summary>The header of UDP (RFC 768), field by field: there is no more to it.</summary>
static class UdpFields
{
    const string Source = "RFC 768.";

    /// <summary>Reads it.</summary>
    public static void Read(FieldList fields, PseudoHeader packet)
    {
        ReadOnlyMemory<byte> carried = fields.Rest.ToArray();
        fields.Layer = "UDP";
        fields.Number("Source port", 16, port => $"{port}",
            $"Which socket of the sender it comes from: the answer goes there. {Source}");
        fields.Number("Destination port", 16, port => $"{port}",
            $"For which socket of the receiver it is. {Source}");
        fields.Number("Length", 16,
            length => length < 8 ? $"{Size(length)}: less than the header has"
                : $"{Size(length)}: 8 of this header, {Plain(length - 8)} of data",
            $"How long the datagram is: its end is known, unlike a stream's. {Source}");
        string Judged(uint sum) => sum == 0
            ? "0: the sender counted none"
            : $"{Hex(sum)}: {packet.Judge(fields.Bytes, carried.Span, sum)}";
        fields.Number("Checksum", 16, Judged,
            "Finds errors in the addresses, the ports and the data. A datagram where it is wrong "
            + $"is dropped without a word. {Source}");
    }
}
