using System.Buffers;
using System.Text;
using Doorway.Text;

namespace Doorway;

/// <summary>
/// What a load sends and what must come back: a row of messages that differ (as far as the text
/// lets them) and repeats after a prime number of them, so that an answer in the wrong place is
/// seen. Made once; nothing is computed per message.
/// </summary>
sealed class LoadText
{
    // So much of messages fits into a second-level cache, answers and all.
    const int Reach = 64 * 1024;
    const int FewestMessages = 5;
    const int MostMessages = 1021;

    // Prime: however long a message, the words don't soon come round at its start.
    const int WordBytes = 65_521;

    static readonly string[] Words =
    [
        "the", "door", "opens", "Socket", "water", "Monday", "seven", "light", "paper", "River",
        "quick", "zebra", "jump", "North", "and", "of", "silver", "Xylophone", "42", "1998",
        "bridge", "kettle", "window", "Echo", "market", "winter", "fog", "violin", "a", "harbour",
    ];

    readonly byte[] _messages;
    readonly byte[] _answers;
    readonly int[] _messageAt;
    readonly int[] _answerAt;

    /// <param name="text">
    /// What messages are made of, repeated and cut between characters; null for English words.
    /// </param>
    /// <param name="size">
    /// The bytes of each message; where a character would be cut apart up to three fewer.
    /// </param>
    /// <param name="expect">What the answers are.</param>
    /// <exception cref="ArgumentException">
    /// The text is empty or no Unicode text, or one of its characters has more bytes than a
    /// message.
    /// </exception>
    public LoadText(string? text, int size, LoadExpectation expect)
    {
        byte[] source = text is null ? SomeWords() : Encode(text);
        Period = PrimeUpTo(Math.Clamp(Reach / Math.Max(size, 1), FewestMessages, MostMessages));
        _messageAt = new int[(2 * Period) + 1];
        _answerAt = new int[(2 * Period) + 1];
        var messages = new ArrayBufferWriter<byte>(2 * Period * size + 1);
        var answers = new ArrayBufferWriter<byte>(2 * Period * size + 1);
        int at = 0;
        for (int i = 0; i < 2 * Period; i++)
        {
            at = i == Period ? 0 : at;
            int start = messages.WrittenCount;
            Cut(source, ref at, size, messages);
            Answer(messages.WrittenSpan[start..], expect, answers);
            _messageAt[i + 1] = messages.WrittenCount;
            _answerAt[i + 1] = answers.WrittenCount;
        }

        _messages = messages.WrittenSpan.ToArray();
        _answers = answers.WrittenSpan.ToArray();
    }

    /// <summary>After how many messages they come again.</summary>
    public int Period { get; }

    /// <summary>The place of a message among those that differ.</summary>
    public int Index(long number) => (int)(number % Period);

    /// <summary>A message, by its number.</summary>
    public ReadOnlySpan<byte> Message(long number) => Messages(Index(number), 1);

    /// <summary>The right answer to a message.</summary>
    public ReadOnlySpan<byte> Answer(long number) => Answers(Index(number), 1);

    /// <summary>Messages behind one another.</summary>
    /// <param name="index">The first, below <see cref="Period"/>.</param>
    /// <param name="count">How many, at most <see cref="Period"/>.</param>
    public ReadOnlySpan<byte> Messages(int index, int count) =>
        _messages.AsSpan(_messageAt[index].._messageAt[index + count]);

    /// <summary>The right answers to messages behind one another.</summary>
    /// <inheritdoc cref="Messages"/>
    public ReadOnlySpan<byte> Answers(int index, int count) =>
        _answers.AsSpan(_answerAt[index].._answerAt[index + count]);

    /// <summary>How many whole answers so many bytes are.</summary>
    /// <param name="index">Whose answer they begin with, below <see cref="Period"/>.</param>
    /// <param name="bytes">How many, at most those of <see cref="Period"/> answers.</param>
    /// <param name="rest">How many of the bytes are the beginning of another one.</param>
    public int AnswersIn(int index, int bytes, out int rest)
    {
        int[] at = _answerAt;
        int end = at[index] + bytes;
        int next = index;
        while (next + 1 < at.Length && at[next + 1] <= end)
        {
            next++;
        }

        rest = end - at[next];
        return next - index;
    }

    /// <summary>The place of a message that follows another.</summary>
    /// <param name="index">The other one's place.</param>
    /// <param name="count">After how many, at most <see cref="Period"/>.</param>
    public int Next(int index, int count)
    {
        int next = index + count;
        return next < Period ? next : next - Period;
    }

    static byte[] Encode(string text)
    {
        if (text.Length == 0)
        {
            throw new ArgumentException("There is no text to send.");
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException(
                "The text has half a surrogate pair: it is no Unicode text.");
        }
    }

    static byte[] SomeWords()
    {
        var text = new StringBuilder();
        uint random = 20_261_121;
        while (text.Length < WordBytes)
        {
            random = unchecked((random * 1_664_525) + 1_013_904_223);
            text.Append(Words[(random >> 16) % (uint)Words.Length]);
            text.Append((random >> 8) % 11 == 0 ? ". " : " ");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, WordBytes));
    }

    // As many characters as fit.
    static void Cut(byte[] source, ref int at, int size, ArrayBufferWriter<byte> to)
    {
        int room = size;
        while (room > 0)
        {
            byte lead = source[at];
            int length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            if (length > size)
            {
                throw new ArgumentException(
                    $"A size of {size} has no room for a character of {length} bytes.");
            }

            if (length > room)
            {
                return;
            }

            to.Write(source.AsSpan(at, length));
            room -= length;
            at = (at + length) % source.Length;
        }
    }

    static void Answer(
        ReadOnlySpan<byte> message, LoadExpectation expect, ArrayBufferWriter<byte> to)
    {
        switch (expect)
        {
            case LoadExpectation.Upper:
                Span<byte> upper = to.GetSpan((message.Length * Utf8Upper.MaxExpansion) + 1);
                Utf8Upper.Convert(message, upper, out _, out int written, isFinal: true);
                to.Advance(written);
                break;
            case LoadExpectation.Echo:
                to.Write(message);
                break;
            default:
                break;
        }
    }

    static int PrimeUpTo(int number)
    {
        int divisor = 2;
        while (divisor * divisor <= number)
        {
            if (number % divisor == 0)
            {
                number--;
                divisor = 2;
            }
            else
            {
                divisor++;
            }
        }

        return number;
    }
}
