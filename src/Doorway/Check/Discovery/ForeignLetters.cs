using System.Text;

namespace Doorway.Check;

/// <summary>What became of letters beyond ASCII, named by the bytes that came.</summary>
static class ForeignLetters
{
    /// <summary>The manner, with what is learned of them.</summary>
    public static Manner Learn(Manner manner, Asking? asked)
    {
        if (asked is null || !manner.IsKnown || IsUnderstood(manner, asked))
        {
            return manner;
        }

        Manner ascii = manner with { Letters = MannerOfLetters.AsciiUpper };
        return manner.Letters == MannerOfLetters.Upper && IsUnderstood(ascii, asked)
            ? ascii : manner with { KeepsText = false };
    }

    // What is cut off or put around an answer is another finding: the last word doesn't count.
    static bool IsUnderstood(Manner manner, Asking asked)
    {
        ReadOnlySpan<byte> message = asked.Message;
        byte[] letters = manner.Letters.Of(message[..message.LastIndexOf((byte)' ')]);
        return asked.Answer.Bytes.AsSpan().IndexOf(letters) >= 0
            || asked.Answer.Is(manner.Answer(message));
    }

    /// <summary>
    /// Whether every letter came back, in upper case or as it was; only not all were changed.
    /// </summary>
    public static bool IsHalfDone(Asking asked)
    {
        string text = Encoding.UTF8.GetString(asked.Message);
        string answer = Encoding.UTF8.GetString(asked.Answer.Bytes);
        return text.Length == answer.Length && text.Zip(answer).All(
            pair => pair.First == pair.Second || char.ToUpperInvariant(pair.First) == pair.Second);
    }

    /// <summary>What was done to them, in words that end a sentence.</summary>
    public static string Name(Asking asked)
    {
        string text = Encoding.UTF8.GetString(asked.Message).TrimEnd('\n');
        byte[] answer = asked.Answer.Bytes.AsSpan().TrimEnd("\n"u8).ToArray();
        string upper = Encoding.UTF8.GetString(Manner.Upper(Encoding.UTF8.GetBytes(text)));
        foreach (string sent in (string[])[upper, text, AsciiUpper(text)])
        {
            if (answer.AsSpan().SequenceEqual(Encoding.Latin1.GetBytes(sent)))
            {
                return "they came back in Latin-1 (ISO 8859-1): 'é' is one byte there, and what "
                    + "it has no letter for becomes '?'";
            }

            if (answer.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(sent)))
            {
                return "each of them came back as '?', as an encoder does that knows only ASCII";
            }

            if (Twice(sent).Any(twice => answer.AsSpan().SequenceEqual(twice)))
            {
                return "they were encoded twice: the bytes of UTF-8 were taken for Latin-1 "
                    + "characters, and each was encoded again";
            }

            if (answer.AsSpan().SequenceEqual(
                Encoding.ASCII.GetBytes(string.Concat(sent.Where(char.IsAscii)))))
            {
                return "they are missing, as where errors of the decoder are ignored";
            }
        }

        return Other(answer);
    }

    static string Other(byte[] answer)
    {
        if (answer.AsSpan().IndexOf(Encoding.UTF8.GetBytes("\ufffd")) >= 0)
        {
            return "U+FFFD stands in their place, which a decoder puts where it does not "
                + "understand a byte";
        }

        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(answer);
            return "other characters came back";
        }
        catch (DecoderFallbackException)
        {
            return "bytes came back that are not UTF-8: each was changed by itself, as if it "
                + "were a letter";
        }
    }

    // Decoded as Latin-1, changed to upper case or not, encoded as UTF-8.
    static IEnumerable<byte[]> Twice(string sent)
    {
        string latin = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(sent));
        yield return Encoding.UTF8.GetBytes(latin);
        yield return Manner.Upper(Encoding.UTF8.GetBytes(latin));
    }

    static string AsciiUpper(string text) =>
        string.Concat(text.Select(one => char.IsAscii(one) ? char.ToUpperInvariant(one) : one));
}
