using System.Text;

namespace Doorway.Tests.Text;

/// <summary>Text by chance, in the letters that a language really uses; always the same.</summary>
static class Scripts
{
    internal static readonly string[] Alphabets =
    [
        "the quick brown fox jumps over",
        "größere Übung, süße Straße ÄÖÜäöüß",
        "çığşöü İIıi dağın ışığı",
        "zażółć gęślą jaźń ŉſǆȥɐʒ",
        "Καλημέρα κόσμε, ϐϑϕ ΐΰ ςσ ά έ ή ί ό ύ ώ",
        "привет, мир ёжик ҐґҒғӏ ԯ",
        "բարեւ և ձեզ օֆ",
        "שלום وسهلا ࠀ ݐ",
        "中文汉字，日本語のかな。한국어 ไทย हिन्दी",
        "Tiếng Việt ẖ ẞ ἀλφα ᾳ ᾼ ῷ",
        "ა ბ გ Ა ꭰ ᏸ ⅷ ⓩ ⰰ ⲁ ⴀ ꙁ ꚁ ꜣ ﬃ ﬗ ａｚ",
        "😀🎉👩‍👩‍👧 ❤️ 𐐨𐓘𐖗𑣀𖹠𞤢 a",
    ];

    // What UTF-8 can't be, and what may come at a cut.
    static readonly byte[][] Damage =
        [[0x80], [0xBF, 0xBF], [0xC0], [0xC3], [0xC4], [0xE1], [0xE1, 0xBA], [0xED, 0xA0, 0x80],
            [0xF0], [0xF0, 0x90], [0xF0, 0x90, 0x90], [0xF8], [0xFF]];

    /// <summary>So many characters, and at most a few more bytes of damage between them.</summary>
    internal static byte[] Write(string alphabet, int characters, Random chance, int damage = 0)
    {
        Rune[] letters = [.. alphabet.EnumerateRunes()];
        List<byte> text = [];
        Span<byte> bytes = stackalloc byte[4];
        for (int i = 0; i < characters; i++)
        {
            // A run now and then, as words are.
            Rune letter = letters[chance.Next(letters.Length)];
            int times = chance.Next(12) == 0 ? chance.Next(90) : 1;
            int size = letter.EncodeToUtf8(bytes);
            for (; times > 0; times--) text.AddRange(bytes[..size]);
            if (chance.Next(100) < damage) text.AddRange(Damage[chance.Next(Damage.Length)]);
        }

        return [.. text];
    }
}
