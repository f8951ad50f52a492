using System.Text;

namespace Doorway.Tests.Acceptance;

/// <summary>Text in many scripts, the same for every run.</summary>
static class MixedText
{
    // Latin, letters that grow, Greek, Cyrillic, Armenian, Georgian, Cherokee, Deseret (of four
    // bytes), and scripts without case.
    static readonly string[] Words =
    [
        "straße", "hello", "ﬃnal", "ŉ", "ǰ", "ΐ", "ΰ", "ὈΔΥΣΣΕΎΣ", "ὀδυσσεύς", "ᾳ", "привет",
        "եւ", "մարդ", "ქართული", "ꭰꭱꭲ", "𐐨𐐩𐐪", "日本語", "مرحبا", "नमस्ते", "😀", "ÿ", "ı", "ſ",
        "ⅷ", "ⓩ", "0123456789", "the quick brown fox jumps over the lazy dog", "\t", "ά", "ḗ",
    ];

    /// <summary>About so many bytes, in lines.</summary>
    public static byte[] Of(int size, int seed)
    {
        var random = new Random(seed);
        byte[][] words = [.. Words.Select(Encoding.UTF8.GetBytes)];
        using var text = new MemoryStream(size + 64);
        while (text.Length < size)
        {
            text.Write(words[random.Next(words.Length)]);
            text.WriteByte(random.Next(12) == 0 ? (byte)'\n' : (byte)' ');
        }
        return text.ToArray();
    }
}
