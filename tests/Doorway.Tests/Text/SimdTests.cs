using System.Buffers;
using Doorway.Text;

namespace Doorway.Tests.Text;

public sealed class SimdTests
{
    const byte Guard = 0xA5;

    // Two turns of four of the widest vectors, and more than a rest.
    const int LongestRun = 2 * 4 * 64 + 100;

    static readonly byte[][] Others =
    [
        [0xC3, 0x9F], [0xD1, 0x8F], [0xCE, 0x90], [0xC4, 0xB1],
        [0xE6, 0x97, 0xA5], [0xE1, 0xBE, 0xB3], [0xEF, 0xAC, 0x83],
        [0xF0, 0x90, 0x90, 0xA8], [0xF0, 0x9F, 0x98, 0x80],
        [0x80], [0xFF], [0xE1, 0xBC], [0xED, 0xA0, 0x80],
    ];

    [Fact]
    public void ASCII_of_every_length_at_every_alignment_is_what_the_reference_gives()
    {
        for (int alignment = 0; alignment <= 64; alignment++)
            for (int length = 0; length <= LongestRun; length++)
                AssertSame(Ascii(length), alignment, 64 - alignment, length);
    }

    [Fact]
    public void Another_byte_at_every_place_of_each_of_them_is_what_the_reference_gives()
    {
        int kind = 0;
        for (int alignment = 0; alignment <= 64; alignment++)
        {
            for (int length = 1; length <= 200; length++)
            {
                byte[] text = Ascii(length);
                for (int at = 0; at < length; at++)
                {
                    byte[] other = Others[kind++ % Others.Length];
                    byte[] mixed = (byte[])text.Clone();
                    other.AsSpan(0, Math.Min(other.Length, length - at)).CopyTo(mixed.AsSpan(at));
                    AssertSame(mixed, alignment, alignment, 3 * length);
                }
            }
        }
    }

    [Fact]
    public void Every_room_for_a_mixed_text_is_what_the_reference_gives()
    {
        foreach (byte[] other in Others)
        {
            byte[] text =
                [.. Ascii(30), .. other, .. other, .. Ascii(70), .. other, .. Ascii(9), .. other];
            for (int room = 0; room <= 2 * text.Length; room++) AssertSame(text, 0, 0, room);
        }
    }

    [Fact]
    public void Every_code_point_among_ASCII_is_what_the_reference_gives()
    {
        ArrayBufferWriter<byte> text = new();
        foreach (int codePoint in UnicodeData.Scalars)
        {
            text.Write(Ascii(codePoint % 19));
            text.Write(Bytes.Utf8(codePoint));
        }

        byte[] expected = Uppercase.Of(text.WrittenSpan, Utf8Upper.ConvertScalar);
        Assert.True(expected.AsSpan().SequenceEqual(Uppercase.Of(text.WrittenSpan)));
    }

    [Fact]
    public void Every_pair_of_bytes_before_what_matters_to_UTF8_is_what_the_reference_gives()
    {
        byte[] thirds = [0x00, 0x61, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC3, 0xF0, 0xFF];
        ArrayBufferWriter<byte> text = new();
        for (int pair = 0; pair <= 0xFFFF; pair++)
            foreach (byte third in thirds)
                text.Write<byte>([(byte)(pair >> 8), (byte)pair, third, 0xBF, 0x61]);

        byte[] expected = Uppercase.Of(text.WrittenSpan, Utf8Upper.ConvertScalar);
        Assert.True(expected.AsSpan().SequenceEqual(Uppercase.Of(text.WrittenSpan)));
    }

    [Fact]
    public void Nothing_before_or_behind_the_text_and_its_room_is_touched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guarded memory is made the Linux way.");
        using GuardedMemory from = new(), to = new();
        foreach (byte[] other in Others)
        {
            for (int length = 0; length <= LongestRun; length++)
            {
                byte[] text = [.. Ascii(length), .. other];
                byte[] expected = Uppercase.Of(text, Utf8Upper.ConvertScalar);
                Span<byte> source = from.AtEnd(text.Length), room = to.AtEnd(expected.Length);
                text.CopyTo(source);
                Assert.Equal(expected, Converted(source, room));

                source = from.AtStart(text.Length);
                room = to.AtStart(expected.Length);
                text.CopyTo(source);
                Assert.Equal(expected, Converted(source, room));
            }
        }
    }

    static byte[] Converted(Span<byte> text, Span<byte> room)
    {
        Utf8Upper.Convert(text, room, out _, out int written, true);
        return room[..written].ToArray();
    }

    /// <summary>
    /// Both variants agree in status, counts and bytes, and write nothing outside their room.
    /// </summary>
    internal static void AssertSame(byte[] text, int sourceAlignment, int roomAlignment, int room)
    {
        byte[] source = new byte[sourceAlignment + text.Length];
        text.CopyTo(source, sourceAlignment);
        byte[] expected = new byte[room], actual = new byte[roomAlignment + room + 64];
        actual.AsSpan().Fill(Guard);

        var reference = Utf8Upper.ConvertScalar(text, expected, out int used, out int wrote, true);
        var status = Utf8Upper.Convert(
            source.AsSpan(sourceAlignment), actual.AsSpan(roomAlignment, room),
            out int consumed, out int written, true);

        if ((reference, used, wrote) != (status, consumed, written)
            || !expected.AsSpan(0, wrote).SequenceEqual(actual.AsSpan(roomAlignment, written)))
            Assert.Fail(
                $"{Convert.ToHexString(text)} {(sourceAlignment, roomAlignment, room)}: "
                + $"{(status, consumed, written)}, expected {(reference, used, wrote)}");
        Assert.Equal(-1, actual.AsSpan(0, roomAlignment).IndexOfAnyExcept(Guard));
        Assert.Equal(-1, actual.AsSpan(roomAlignment + room).IndexOfAnyExcept(Guard));
    }

    static byte[] Ascii(int length) =>
        [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 % 128))];

    /// <summary>
    /// Run by <see cref="VectorWidthTests"/> in a process whose vectors it has narrowed.
    /// </summary>
    [Fact(Explicit = true)]
    public void The_vectors_are_no_wider_than_this_run_allows() =>
        Assert.InRange(Utf8Upper.VectorBits, 0, int.Parse(VectorWidthTests.AllowedBits!));
}
