using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests.Text;

/// <summary>Byte strings to try: random ones, and UTF-8 with and without damage.</summary>
static class Bytes
{
    internal static readonly Config Thorough =
        Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(80).WithQuietOnSuccess(true);

    static readonly Gen<int> CodePoint = Gen.OneOf(
        Gen.Elements(UnicodeData.Instance.Lowercase.ToArray()),
        Gen.Elements(UnicodeData.Scalars.Where(UnicodeData.Instance.IsAssigned).ToArray()),
        Gen.Elements(0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF));

    static readonly Gen<byte[]> Ascii = UpTo(0x7F), Random = UpTo(0xFF);

    static readonly Gen<byte[]> Word =
        Gen.NonEmptyListOf(CodePoint).Select(word => Utf8([.. word]));

    /// <summary>Words of many scripts among runs of ASCII.</summary>
    static readonly Gen<byte[]> Text =
        from parts in Gen.ListOf(Gen.OneOf(Ascii, Word, Word))
        select parts.SelectMany(part => part).ToArray();

    /// <summary>Bytes that mean something to UTF-8, in an order that need not.</summary>
    static readonly Gen<byte[]> Marks = Gen.ArrayOf(Gen.Elements<byte>(
        0x61, 0x7A, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xC3, 0xCE, 0xDF,
        0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF));

    static readonly Gen<byte[]> Damaged =
        from text in Text
        from wounds in Gen.ListOf(Gen.Choose(0, int.MaxValue))
        select wounds.Aggregate(text, Damage);

    internal static Arbitrary<byte[]> Any { get; } = Arb.From(
        Gen.OneOf(Text, Damaged, Random, Marks), ArbMap.Default.ArbFor<byte[]>().Shrinker);

    internal static byte[] Utf8(params int[] codePoints) => System.Text.Encoding.UTF8.GetBytes(
        string.Concat(codePoints.Select(char.ConvertFromUtf32)));

    static Gen<byte[]> UpTo(int most) =>
        Gen.ArrayOf(Gen.Choose(0, most).Select(value => (byte)value));

    static byte[] Damage(byte[] text, int wound)
    {
        if (text.Length == 0) return text;
        int at = (wound >> 4) % text.Length;
        byte value = (byte)(wound >> 8);
        return (wound % 3) switch
        {
            0 => [.. text[..at], .. text[(at + 1)..]],
            1 => [.. text[..at], value, .. text[at..]],
            _ => [.. text[..at], value, .. text[(at + 1)..]],
        };
    }
}
