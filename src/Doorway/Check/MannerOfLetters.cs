namespace Doorway.Check;

/// <summary>How a server changes letters.</summary>
enum MannerOfLetters
{
    /// <summary>To upper case, of every script.</summary>
    Upper,

    /// <summary>a to z only.</summary>
    AsciiUpper,

    /// <summary>Not at all.</summary>
    Unchanged,

    /// <summary>A to Z to lower case.</summary>
    Lower,

    /// <summary>The case of a to z and A to Z is swapped.</summary>
    Swapped,

    /// <summary>The first letter to upper case, the others to lower case.</summary>
    Capitalized,

    /// <summary>The first letter of each word to upper case, the others to lower case.</summary>
    Titled,

    /// <summary>The bytes come in reverse order.</summary>
    Reversed,
}

/// <summary>What the manners do to bytes.</summary>
static class MannersOfLetters
{
    extension(MannerOfLetters letters)
    {
        /// <summary>A message after it.</summary>
        public byte[] Of(ReadOnlySpan<byte> message)
        {
            if (letters == MannerOfLetters.Upper)
            {
                return Manner.Upper(message);
            }

            byte[] answer = message.ToArray();
            for (int i = 0; i < answer.Length; i++)
            {
                answer[i] = letters switch
                {
                    MannerOfLetters.AsciiUpper => ToUpper(answer[i]),
                    MannerOfLetters.Lower => ToLower(answer[i]),
                    MannerOfLetters.Swapped when char.IsAsciiLetterLower((char)answer[i]) =>
                        ToUpper(answer[i]),
                    MannerOfLetters.Swapped => ToLower(answer[i]),
                    MannerOfLetters.Capitalized => i == 0
                        ? ToUpper(answer[i]) : ToLower(answer[i]),
                    MannerOfLetters.Titled =>
                        i == 0 || !char.IsAsciiLetter((char)answer[i - 1])
                            ? ToUpper(answer[i]) : ToLower(answer[i]),
                    _ => answer[i],
                };
            }

            if (letters == MannerOfLetters.Reversed)
            {
                answer.AsSpan().Reverse();
            }

            return answer;
        }
    }

    static byte ToUpper(byte one) => (byte)char.ToUpperInvariant((char)(one < 128 ? one : 0)) is
        > 0 and byte upper ? upper : one;

    static byte ToLower(byte one) => (byte)char.ToLowerInvariant((char)(one < 128 ? one : 0)) is
        > 0 and byte lower ? lower : one;
}
