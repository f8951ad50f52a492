using System.Buffers;
using Doorway.Text;

namespace Doorway.Tests.Text;

public sealed class Utf8UpperTests
{
    [Theory]
    [InlineData("hello, world! 0123 @[`{", "HELLO, WORLD! 0123 @[`{")]
    [InlineData("straße", "STRASSE")]
    [InlineData("ŉ", "ʼN")]
    [InlineData("ﬃ ﬄ ﬅ", "FFI FFL ST")]
    [InlineData("ΐ ΰ", "\u0399\u0308\u0301 \u03A5\u0308\u0301")]
    [InlineData("ᾳ ᾷ", "ΑΙ Α\u0342Ι")]
    [InlineData("Ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ")]
    [InlineData("ıi", "II")]
    [InlineData("dž Dž", "DŽ DŽ")]
    [InlineData("ÿ ſ ⱥ ɐ ა ꭰ", "Ÿ S Ⱥ Ɐ Ა Ꭰ")]
    [InlineData("𐐨 😀 日本", "𐐀 😀 日本")]
    public void A_text_becomes_its_upper_case(string text, string upper) =>
        Assert.Equal(upper, Uppercase.Of(text));

    [Theory]
    [InlineData("dz\u0331", "DZ\u0331")]
    [InlineData("i\u0307", "I\u0307")]
    [InlineData("σ ς σ.", "Σ Σ Σ.")]
    public void What_is_beside_a_character_does_not_change_it(string text, string upper) =>
        Assert.Equal(upper, Uppercase.Of(text));

    [Fact]
    public void Upper_case_stays_as_it_is()
    {
        foreach (int codePoint in UnicodeData.Scalars)
        {
            byte[] once = Uppercase.Of(Bytes.Utf8(codePoint));
            Assert.Equal(once, Uppercase.Of(once));
        }
    }

    [Fact]
    public void No_character_grows_beyond_MaxExpansion_and_one_grows_so_far()
    {
        var growth = UnicodeData.Scalars.Select(codePoint => Bytes.Utf8(codePoint))
            .Max(text => (double)Converted(text) / text.Length);
        Assert.Equal(Utf8Upper.MaxExpansion, growth);
    }

    [Fact]
    public void No_character_becomes_more_than_MaxCharacter_bytes_and_one_becomes_so_many() =>
        Assert.Equal(
            Utf8Upper.MaxCharacter, UnicodeData.Scalars.Max(code => Converted(Bytes.Utf8(code))));

    [Fact]
    public void Nothing_becomes_nothing_and_is_done()
    {
        foreach (bool isFinal in new[] { false, true })
        {
            var status = Utf8Upper.Convert([], [], out int consumed, out int written, isFinal);
            Assert.Equal((OperationStatus.Done, 0, 0), (status, consumed, written));
        }
    }

    [Theory]
    [InlineData("ß", 1, 0, 0)]
    [InlineData("aß", 2, 1, 1)]
    [InlineData("ΐ", 5, 0, 0)]
    [InlineData("日", 2, 0, 0)]
    [InlineData("a日b", 4, 4, 4)]
    [InlineData("a", 0, 0, 0)]
    [InlineData("ﬃ", 2, 0, 0)]
    public void A_character_that_does_not_fit_is_left_whole(
        string text, int room, int used, int wrote)
    {
        byte[] source = System.Text.Encoding.UTF8.GetBytes(text), destination = new byte[room];
        var status = Utf8Upper.Convert(
            source, destination, out int consumed, out int written, isFinal: true);

        Assert.Equal(OperationStatus.DestinationTooSmall, status);
        Assert.Equal((used, wrote), (consumed, written));
    }

    // Room for any expansion and nothing else known of it: unlike Uppercase.Of, no bound is
    // assumed.
    static int Converted(byte[] text)
    {
        var status = Utf8Upper.Convert(text, new byte[64], out _, out int written, true);
        Assert.Equal(OperationStatus.Done, status);
        return written;
    }
}
