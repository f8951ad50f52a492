using Doorway.Text;

namespace Doorway.Check;

/// <summary>
/// What a server does with the bytes of a message, rightly or wrongly. Each wrong manner is one
/// case's finding; all other cases expect what the program does anyway, so that one fault is
/// found once.
/// </summary>
sealed record Manner
{
    /// <summary>Full upper case, and nothing added.</summary>
    public static Manner Right { get; } = new();

    /// <summary>How letters are changed.</summary>
    public MannerOfLetters Letters { get; init; }

    /// <summary>What stands before every answer that should not; empty where nothing does.</summary>
    public ReadOnlyMemory<byte> Before { get; init; }

    /// <summary>What stands behind every answer that should not, such as a newline.</summary>
    public ReadOnlyMemory<byte> Behind { get; init; }

    /// <summary>The length that every answer is filled up to with NULs; 0 where none is.</summary>
    public int PaddedTo { get; init; }

    /// <summary>How many bytes at the end of an answer are missing.</summary>
    public int CutBy { get; init; }

    /// <summary>What this program answers to a message.</summary>
    public byte[] Answer(ReadOnlySpan<byte> message)
    {
        byte[] letters = Letters switch
        {
            MannerOfLetters.Unchanged => message.ToArray(),
            MannerOfLetters.AsciiUpper => AsciiUpper(message),
            _ => Upper(message),
        };
        int length = Math.Max(letters.Length - CutBy, 0);
        byte[] answer = [.. Before.Span, .. letters.AsSpan(0, length), .. Behind.Span];
        if (answer.Length < PaddedTo)
        {
            Array.Resize(ref answer, PaddedTo);
        }

        return answer;
    }

    static byte[] AsciiUpper(ReadOnlySpan<byte> message)
    {
        byte[] answer = message.ToArray();
        for (int i = 0; i < answer.Length; i++)
        {
            answer[i] -= answer[i] is >= (byte)'a' and <= (byte)'z' ? (byte)32 : (byte)0;
        }

        return answer;
    }

    /// <summary>The full upper case of UTF-8 (Unicode's Uppercase_Mapping).</summary>
    public static byte[] Upper(ReadOnlySpan<byte> message)
    {
        byte[] answer = new byte[message.Length * Utf8Upper.MaxExpansion];
        Utf8Upper.Convert(message, answer, out _, out int written, isFinal: true);
        return answer[..written];
    }
}

/// <summary>How a server changes letters.</summary>
enum MannerOfLetters
{
    /// <summary>To upper case, of every script.</summary>
    Upper,

    /// <summary>a to z only.</summary>
    AsciiUpper,

    /// <summary>Not at all.</summary>
    Unchanged,
}
