using System.Buffers.Binary;
using Doorway.Frames;
using Doorway.Watch;
using static System.StringComparison;

namespace Doorway.Tests.Watch;

public sealed class HeaderFieldsTests
{
    static readonly byte[][] Seen = RecordedExchange.Frames;

    static readonly LinkType[] Links = Enum.GetValues<LinkType>();

    [Fact]
    public void Every_bit_of_the_headers_belongs_to_one_field()
    {
        foreach (byte[] frame in Seen)
        {
            IReadOnlyList<HeaderField> fields = HeaderFields.Of(frame, LinkType.Ethernet);
            int end = Covered(fields);
            Frame decoded = FrameDecoder.Decode(frame, default)!;
            if (decoded.Refused is null)
            {
                Assert.Equal(decoded.DataAt * 8, end);
            }

            Assert.DoesNotContain(fields, one => one.Value.StartsWith("cut:", Ordinal));
            Assert.All(fields, one => Assert.Matches(@"RFC \d+|IEEE|LINKTYPE|IANA", one.Note));
        }
    }

    [Fact]
    public void A_frame_that_is_cut_anywhere_has_the_fields_that_are_there()
    {
        foreach (byte[] frame in Seen)
        {
            IReadOnlyList<HeaderField> whole = HeaderFields.Of(frame, LinkType.Ethernet);
            int headers = Covered(whole);
            for (int length = 0; length < Math.Min(frame.Length, 120); length++)
            {
                IReadOnlyList<HeaderField> cut =
                    HeaderFields.Of(frame.AsMemory(0, length), LinkType.Ethernet);
                Assert.Equal(Math.Min(length * 8, headers), Covered(cut));
                Assert.Equal(
                    whole.Take(cut.Count).Select(one => (one.Layer, one.Name, one.Bit)),
                    cut.Select(one => (one.Layer, one.Name, one.Bit)));
            }
        }
    }

    [Fact]
    public void Bytes_of_any_kind_and_link_have_fields_without_gap_or_overlap()
    {
        var random = new Random(5);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. Seen[random.Next(Seen.Length)]];
            for (int i = random.Next(10); i > 0; i--)
            {
                bytes[random.Next(Math.Min(bytes.Length, 80))] = (byte)random.Next(256);
            }

            Memory<byte> some = bytes.AsMemory(random.Next(0, 15));
            LinkType link = Links[random.Next(Links.Length)];
            Assert.InRange(Covered(HeaderFields.Of(some, link)), 0, some.Length * 8);
        }
    }

    [Fact]
    public void Options_and_extension_headers_of_any_content_are_covered()
    {
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] packet = new byte[120];
            random.NextBytes(packet);
            bool isVersion6 = round % 2 == 0;
            packet[0] = (byte)(isVersion6 ? 0x60 : 0x40 | random.Next(5, 16));
            BinaryPrimitives.WriteUInt16BigEndian(
                packet.AsSpan(isVersion6 ? 4 : 2), (ushort)random.Next(130));
            packet[isVersion6 ? 6 : 9] = ((byte[])[6, 17, 1, 58, 0, 43, 44, 60])[random.Next(8)];
            Assert.InRange(Covered(HeaderFields.Of(packet, LinkType.RawIP)), 0, 120 * 8);
        }
    }

    [Fact]
    public void A_SYN_tells_its_options_one_by_one() => Assert.Equal(
        [
            "Maximum segment size: 65,495 bytes",
            "Selective acknowledgment: understood",
            "Timestamps",
            "No operation: fills up",
            "Window scale",
        ],
        Of(Seen[0]).Where(one => one.Layer == "TCP").Skip(17).Select(one => one.Name is
            "Timestamps" or "Window scale" ? one.Name : $"{one.Name}: {one.Value}"));

    [Fact]
    public void A_window_is_scaled_where_the_scale_is_known()
    {
        byte[] segment = [.. Seen[3]];
        int at = FrameDecoder.Decode(segment, default)!.DataAt - 32 + 14;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(at), 65_483);
        string Window(SegmentNumbers? numbers) =>
            HeaderFields.Of(segment, LinkType.Ethernet, numbers)
                .Single(one => one.Name == "Window").Value;
        Assert.Equal(
            "65,483, times 128 (scale) = 8,381,824 bytes",
            Window(new SegmentNumbers(1, 1, 8_381_824)));
        Assert.Equal("65,483 bytes", Window(new SegmentNumbers(1, 1, 65_483)));
        Assert.Equal("65,483, times the scale that the SYN told", Window(null));
        Assert.Contains(
            HeaderFields.Of(segment, LinkType.Ethernet, new SegmentNumbers(12, 7, 0)),
            one => one.Name == "Sequence number"
                && one.Value.EndsWith("counted from the SYN: 12", Ordinal));
    }

    [Fact]
    public void A_checksum_is_judged()
    {
        // Loopback leaves the sums of TCP unfinished, but for the reset of a port where nobody is.
        byte[][] segments = [.. Seen.Where(one => one[23] == 6 && one[12] == 8 && one[13] == 0)];
        Assert.All(segments, one => Assert.EndsWith(
            ": right", Sum(one, "IPv4", "Header checksum"), Ordinal));
        string[] sums = [.. segments.Select(one => Sum(one, "TCP", "Checksum"))];
        Assert.EndsWith(": right", sums[^1], Ordinal);
        Assert.All(sums[..^1], one => Assert.Contains(": not filled in", one, Ordinal));
        byte[] segment = [.. Seen[3]];
        int tcp = FrameDecoder.Decode(segment, default)!.DataAt - 32;
        string wrong = "wrong: it should be ";
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(tcp + 16), 1);
        string told = Sum(segment, "TCP", "Checksum");
        Assert.StartsWith("0x0001: " + wrong, told);
        ushort due = Convert.ToUInt16(told[^6..], 16);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(tcp + 16), due);
        Assert.EndsWith(": right", Sum(segment, "TCP", "Checksum"));
        Assert.Contains("not kept whole", Sum(segment[..^1], "TCP", "Checksum"));
        segment[14 + 8]++;
        Assert.Contains("wrong", Sum(segment, "IPv4", "Header checksum"));
    }

    [Fact]
    public void A_refusal_shows_the_packet_that_it_quotes()
    {
        foreach (byte[] frame in Seen.Where(
            one => FrameDecoder.Decode(one, default)!.Refused is not null))
        {
            IReadOnlyList<HeaderField> fields = Of(frame);
            int port = FrameDecoder.Decode(frame, default)!.Refused!.Destination.Port;
            Assert.Contains(fields, one => one.Layer == "UDP (quoted)"
                && one.Name == "Destination port" && one.Value == $"{port}");
            Assert.Contains(fields, one => one.Name == "Code"
                && one.Value.EndsWith(": nobody is at that port", Ordinal));
            Assert.All(
                fields.Where(one => one.Layer.StartsWith("ICMP", Ordinal)
                    && one.Name == "Checksum"),
                one => Assert.EndsWith(": right", one.Value));
        }
    }

    [Fact]
    public void What_is_padding_behind_the_packet_is_no_header()
    {
        byte[] frame = [.. Seen[0]];
        IReadOnlyList<HeaderField> padded = Of([.. frame, .. new byte[40]]);
        Assert.Equal(Of(frame), padded);
    }

    static IReadOnlyList<HeaderField> Of(byte[] frame) =>
        HeaderFields.Of(new FrameEvent { Bytes = frame });

    static string Sum(byte[] frame, string layer, string name) =>
        Of(frame).Single(one => one.Layer == layer && one.Name == name).Value;

    // Where the fields end; they follow one another from the first bit.
    static int Covered(IReadOnlyList<HeaderField> fields)
    {
        int bit = 0;
        foreach (HeaderField field in fields)
        {
            Assert.Equal(bit, field.Bit);
            Assert.True(field.Bits > 0);
            Assert.NotEmpty(field.Value);
            bit += field.Bits;
        }

        return bit;
    }
}
