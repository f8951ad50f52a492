using System.Text;
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

    /// <summary>Whether a message is a line; its newline is no part of what is changed.</summary>
    public bool IsOfLines { get; init; }

    /// <summary>What stands before every answer that should not; empty where nothing does.
    /// </summary>
    public ReadOnlyMemory<byte> Before { get; init; }

    /// <summary>
    /// What stands behind every answer that should not; in a line, before its newline.
    /// </summary>
    public ReadOnlyMemory<byte> Behind { get; init; }

    /// <summary>What ends an answer where a newline should; null for the newline itself.</summary>
    public ReadOnlyMemory<byte>? End { get; init; }

    /// <summary>The length that every answer is filled up to with NULs; 0 where none is.</summary>
    public int PaddedTo { get; init; }

    /// <summary>How many bytes at the end of an answer are missing.</summary>
    public int CutBy { get; init; }

    /// <summary>The length at which every answer ends; 0 where none does.</summary>
    public int CutTo { get; init; }

    /// <summary>How the answer's characters are written, where that is not UTF-8.</summary>
    public Encoding? Written { get; init; }

    /// <summary>
    /// Whether letters beyond ASCII come back as letters, in upper case or as they were.
    /// </summary>
    public bool KeepsText { get; init; } = true;

    /// <summary>Whether what it does could be made out; what it answers can't be foreseen else.
    /// </summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>What this program answers to a message.</summary>
    public byte[] Answer(ReadOnlySpan<byte> message)
    {
        if (!IsOfLines)
        {
            return Fill(OfPart(message, []));
        }

        var answer = new List<byte>();
        while (message.IndexOf((byte)'\n') is >= 0 and int end)
        {
            answer.AddRange(Fill(OfPart(message[..end], (End ?? "\n"u8.ToArray()).Span)));
            message = message[(end + 1)..];
        }

        if (!message.IsEmpty)
        {
            answer.AddRange(Fill(OfPart(message, [])));
        }

        return [.. answer];
    }

    byte[] OfPart(ReadOnlySpan<byte> part, ReadOnlySpan<byte> end)
    {
        byte[] letters = Letters.Of(part);
        int length = Math.Max(letters.Length - CutBy, 0);
        length = CutTo > 0 ? Math.Min(length, CutTo) : length;
        byte[] answer = [.. Before.Span, .. letters.AsSpan(0, length), .. Behind.Span, .. end];
        return Written is null
            ? answer
            : [.. Written.GetPreamble(), .. Written.GetBytes(Encoding.UTF8.GetString(answer))];
    }

    byte[] Fill(byte[] answer)
    {
        if (answer.Length < PaddedTo)
        {
            Array.Resize(ref answer, PaddedTo);
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
