using System.Globalization;

namespace Doorway;

/// <summary>
/// What the readers of an address's parts share: the characters that no address has, and how a
/// piece of the text is shown in a message.
/// </summary>
static class AddressText
{
    const int LongestQuote = 40;

    /// <summary>
    /// White space, control characters and halves of surrogate pairs: they come from copying and
    /// pasting, and would make one address look like another or a message run over lines.
    /// </summary>
    internal static AddressFault? FindUnprintable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var kind = c switch
            {
                '\0' => "a NUL character",
                _ when char.IsControl(c) => "a control character",
                _ when char.IsWhiteSpace(c) => "white space",
                _ when char.IsSurrogate(c) && !char.IsSurrogatePair(text, i) =>
                    "half a surrogate pair",
                _ => null,
            };
            if (kind is not null)
            {
                var code = ((int)c).ToString("X4", CultureInfo.InvariantCulture);
                return new(i, $"{kind} (U+{code}) in the address: leave it out");
            }

            if (char.IsSurrogate(c))
                i++;
        }

        return null;
    }

    /// <summary>A piece of the text in quotes, cut when it is long.</summary>
    internal static string Quote(ReadOnlySpan<char> piece)
    {
        if (piece.Length <= LongestQuote)
            return $"'{piece}'";

        var cut = char.IsHighSurrogate(piece[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return $"'{piece[..cut]}...'";
    }

    /// <summary>
    /// The character at a position in quotes, both halves of it if it is a surrogate pair.
    /// </summary>
    internal static string QuoteAt(string text, int position) =>
        Quote(text.AsSpan(position, char.IsSurrogatePair(text, position) ? 2 : 1));

    /// <summary>Whether the text is digits alone, and at least one.</summary>
    internal static bool IsNumber(ReadOnlySpan<char> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>
    /// Whether a number has a zero in front, which inet_aton(3) would read as octal.
    /// </summary>
    internal static bool HasLeadingZero(ReadOnlySpan<char> number) =>
        number.Length > 1 && number[0] == '0';
}
