using System.Text;

namespace Doorway.Watch.Calls;

/// <summary>
/// The arguments of a call for people: as strace(1) writes them, but what a descriptor is and the
/// bytes of messages are left out, and names are decoded.
/// </summary>
static class ArgumentText
{
    const int Most = 512;
    const int MostOfString = 108;

    /// <summary>The text; three dots stand for what is left out.</summary>
    /// <param name="arguments">As strace wrote them.</param>
    /// <param name="hidesStrings">Whether a string of its own is a message.</param>
    public static string Of(ReadOnlySpan<byte> arguments, bool hidesStrings)
    {
        var text = new StringBuilder();
        int depth = 0;
        for (int at = 0; at < arguments.Length && text.Length < Most; at++)
        {
            byte next = arguments[at];
            if (next == (byte)'"')
            {
                bool isMessage = (hidesStrings && depth == 0)
                    || arguments[..at].EndsWith("iov_base="u8);
                at = String(arguments, at, isMessage, text);
            }
            else if (next == (byte)'<' && at > 0 && char.IsAsciiDigit((char)arguments[at - 1]))
            {
                at = EndOfAnnotation(arguments, at);
            }
            else
            {
                depth += next switch
                {
                    (byte)'(' or (byte)'[' or (byte)'{' => 1,
                    (byte)')' or (byte)']' or (byte)'}' => -1,
                    _ => 0,
                };
                text.Append((char)next);
            }
        }

        return text.Length < Most ? text.ToString() : text.Append("...").ToString();
    }

    /// <summary>The text for a call that waits: strace writes what it returns when it has.
    /// </summary>
    public static string Waiting(ReadOnlySpan<byte> arguments)
    {
        string text = Of(arguments, hidesStrings: true);
        string known = text.TrimEnd(' ', ',');
        return known.Length == text.Length ? text : known + ", ...";
    }

    // Where its closing quote is.
    static int String(ReadOnlySpan<byte> arguments, int at, bool isMessage, StringBuilder text)
    {
        int length = arguments[(at + 1)..].IndexOf((byte)'"');
        ReadOnlySpan<byte> quoted =
            length < 0 ? arguments[(at + 1)..] : arguments.Slice(at + 1, length);
        if (isMessage)
        {
            text.Append("...");
        }
        else
        {
            text.Append('"').Append(StraceSyntax.Decoded(quoted, MostOfString)).Append('"');
        }

        return at + quoted.Length + 1;
    }

    // Brackets and quotes in it hide the arrow between two addresses.
    static int EndOfAnnotation(ReadOnlySpan<byte> arguments, int at)
    {
        int depth = 0;
        for (; at < arguments.Length; at++)
        {
            switch (arguments[at])
            {
                case (byte)'<' or (byte)'[':
                    depth++;
                    break;
                case (byte)']':
                    depth--;
                    break;
                case (byte)'>' when depth == 1:
                    return at;
                case (byte)'>' when arguments[at - 1] != (byte)'-':
                    depth--;
                    break;
            }
        }

        return at;
    }
}
