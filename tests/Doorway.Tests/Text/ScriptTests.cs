using System.Buffers;
using System.Text;
using Doorway.Text;

namespace Doorway.Tests.Text;

/// <summary>
/// Text that isn't ASCII, by the vectors and by the reference. <see cref="VectorWidthTests"/> runs
/// these on narrower vectors too.
/// </summary>
public sealed class ScriptTests
{
    // Two of the widest vectors, with what lies around them.
    const int Places = 2 * 64 + 6;

    static readonly byte[][] Companies =
        [.. new[] { "a", "д", "語", "😀" }.Select(Encoding.UTF8.GetBytes)];

    // Of each way a character may go, one; then bytes that are none.
    static readonly byte[][] Kinds =
    [
        .. new[]
        {
            "à", "ß", "ŉ", "ı", "ſ", "ÿ", "µ", "ǆ", "ǰ", "ȿ", "ͅ", "ά", "ΐ", "ς", "ϐ", "я", "ѐ",
            "ԥ", "ա", "և", "ẖ", "ἀ", "ᾳ", "ა", "ᏸ", "ⅱ", "ⓐ", "ⰰ", "ꙁ", "ꭰ", "ﬃ", "ａ", "𐐨", "𞤢",
        }.Select(Encoding.UTF8.GetBytes),
        [0xC3], [0xC4], [0xE1], [0xE1, 0xBA], [0xF0, 0x90, 0x90], [0xB1], [0xC3, 0xC3, 0xA9],
        [0xC1, 0xA1], [0xE0, 0x83, 0x9F], [0xED, 0xA0, 0x80], [0xF0, 0xC4, 0xB1], [0xFF],
    ];

    [Fact]
    public void Every_code_point_in_every_company_is_what_the_reference_gives()
    {
        foreach (byte[] company in Companies)
        {
            ArrayBufferWriter<byte> text = new();
            foreach (int codePoint in UnicodeData.Scalars.Where(scalar => scalar < 0x20000))
            {
                for (int i = codePoint % 11; i > 0; i--) text.Write(company);
                text.Write(Bytes.Utf8(codePoint));
            }

            AssertSame(text.WrittenSpan);
        }
    }

    [Fact]
    public void Every_kind_at_every_place_of_a_vector_is_what_the_reference_gives()
    {
        foreach (byte[] kind in Kinds)
        {
            foreach (byte[] company in Companies)
            {
                for (int place = 0; place < Places; place++)
                {
                    byte[] text = [.. Fill(company, place), .. kind, .. Fill(company, 70)];
                    SimdTests.AssertSame(text, place % 65, kind.Length, 3 * text.Length);
                    SimdTests.AssertSame(text[..(place + 1)], 1, place % 65, 3 * text.Length);
                }
            }
        }
    }

    [Fact]
    public void Every_pair_of_kinds_is_what_the_reference_gives()
    {
        foreach (byte[] first in Kinds)
            foreach (byte[] second in Kinds)
                for (int gap = 0; gap < 3; gap++)
                    AssertSame([.. Fill(Companies[1], 61), .. first, .. Fill(Companies[0], gap),
                        .. second, .. first, .. Fill(Companies[2], 60)]);
    }

    [Fact]
    public void Every_room_is_what_the_reference_gives()
    {
        Random chance = new(1);
        foreach (string alphabet in Scripts.Alphabets)
        {
            byte[] text = Scripts.Write(alphabet, 60, chance, damage: 3);
            for (int room = 0; room <= text.Length + 80; room++)
                SimdTests.AssertSame(text, room % 3, room % 65, room);
        }
    }

    [Fact]
    public void Text_of_every_script_is_what_the_reference_gives()
    {
        Random chance = new(2);
        foreach (string alphabet in Scripts.Alphabets)
        {
            for (int time = 0; time < 60; time++)
            {
                byte[] text = Scripts.Write(alphabet, chance.Next(400), chance, time % 4);
                SimdTests.AssertSame(text, time, 64 - time, 3 * text.Length);
                SimdTests.AssertSame(text, time, 64 - time, text.Length);
            }
        }
    }

    [Fact]
    public void A_split_at_every_place_of_a_vector_changes_nothing()
    {
        Random chance = new(3);
        foreach (string alphabet in Scripts.Alphabets)
        {
            byte[] text = Scripts.Write(alphabet, 90, chance, damage: 2);
            byte[] expected = Uppercase.Of(text, Utf8Upper.ConvertScalar);
            for (int first = 0; first < Math.Min(text.Length, Places); first++)
                Assert.Equal(
                    expected,
                    Uppercase.OfStream(text, [first, chance.Next(1, 100)], [3 * text.Length]));
        }
    }

    [Fact]
    public void Nothing_before_or_behind_text_of_any_script_and_its_room_is_touched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guarded memory is made the Linux way.");
        using GuardedMemory from = new(), to = new();
        Random chance = new(4);
        foreach (string alphabet in Scripts.Alphabets)
        {
            byte[] whole = Scripts.Write(alphabet, 300, chance, damage: 1);
            for (int length = 0; length <= Math.Min(whole.Length, 3 * 64 + 6); length++)
            {
                byte[] text = whole[..length];
                byte[] expected = Uppercase.Of(text, Utf8Upper.ConvertScalar);
                AssertConverts(text, expected, from.AtEnd(length), to.AtEnd(expected.Length));
                AssertConverts(text, expected, from.AtStart(length), to.AtStart(expected.Length));
            }
        }
    }

    static void AssertConverts(byte[] text, byte[] expected, Span<byte> source, Span<byte> room)
    {
        text.CopyTo(source);
        Utf8Upper.Convert(source, room, out _, out int written, isFinal: true);
        Assert.Equal(expected, room[..written].ToArray());
    }

    static void AssertSame(ReadOnlySpan<byte> text) => Assert.True(
        Uppercase.Of(text, Utf8Upper.ConvertScalar).AsSpan().SequenceEqual(Uppercase.Of(text)));

    /// <summary>So many bytes of a character over and over; the first may be cut.</summary>
    static byte[] Fill(byte[] character, int length) =>
    [
        .. Enumerable.Range(0, length).Select(
            i => character[(i + character.Length - length % character.Length) % character.Length]),
    ];
}
