using System.Text;

namespace Doorway.Check.Client.Tcp;

/// <summary>What became of a typed line on its way to the server.</summary>
enum SentAs
{
    /// <summary>It came as it was typed, with a newline or without.</summary>
    Typed,

    /// <summary>Only its first word came.</summary>
    FirstWord,

    /// <summary>Its end is missing.</summary>
    Short,

    /// <summary>NULs or other bytes came behind it.</summary>
    Padded,

    /// <summary>Bytes came before it: a length, a header.</summary>
    Prefixed,

    /// <summary>It came with two or four bytes for each character.</summary>
    Wide,

    /// <summary>It came as a language writes bytes down: b'...'.</summary>
    Notation,

    /// <summary>Something else came.</summary>
    Altered,
}

/// <summary>A typed line, and the bytes that came of it.</summary>
/// <param name="As">What became of it.</param>
/// <param name="Bytes">What came, a newline at its end included.</param>
/// <param name="Body">What came, without it.</param>
readonly record struct Sent(SentAs As, byte[] Bytes, byte[] Body)
{
    /// <summary>Whether a newline came at the end.</summary>
    public bool HasNewline => Body.Length < Bytes.Length;

    /// <summary>Judges what came of a line of ASCII with several words.</summary>
    public static Sent Of(string typed, byte[] bytes)
    {
        byte[] body = bytes.AsSpan().TrimEnd("\r\n"u8).ToArray();
        return new Sent(Judge(typed, Encoding.UTF8.GetBytes(typed), body), bytes, body);
    }

    static SentAs Judge(string typed, byte[] line, byte[] body)
    {
        if (body.AsSpan().SequenceEqual(line))
        {
            return SentAs.Typed;
        }

        int at = body.AsSpan().IndexOf(line);
        if (at > 0 && body.AsSpan(0, at).IndexOfAny("'\""u8) >= 0)
        {
            return SentAs.Notation;
        }

        if (at >= 0)
        {
            return at == 0 ? SentAs.Padded : SentAs.Prefixed;
        }

        if (new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 }.Any(
            wide => body.AsSpan().IndexOf(wide.GetBytes(typed)) >= 0))
        {
            return SentAs.Wide;
        }

        ReadOnlySpan<byte> text = body.AsSpan().TrimEnd(" \0"u8);
        return text.SequenceEqual(Encoding.UTF8.GetBytes(typed.Split(' ')[0])) ? SentAs.FirstWord
            : text.Length > 0 && line.AsSpan().StartsWith(text) ? SentAs.Short
            : SentAs.Altered;
    }
}
