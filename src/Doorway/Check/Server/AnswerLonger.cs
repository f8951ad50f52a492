using System.Text;

namespace Doorway.Check.Server;

/// <summary>More comes back than should.</summary>
sealed class AnswerLonger(Transport transport) : AnswerCase(transport, "longer")
{
    // As repr writes it: \n.
    const int LengthOfNewline = 2;

    public override string Title => "Adds bytes to the answer";

    public override string Requirement =>
        "The answer has no more bytes than the message in upper case has.";

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client takes all that comes for the answer. What is added for the eye, a label or "
            + "a newline, is wrong for a program that compares or counts.",
        How = "Two short messages are sent, and what stands before and behind the letters of their "
            + "answers is looked at.",
        Causes =
        [
            "A label, quotes or a prompt is sent with the answer.",
            "A newline is added: by println or a writer of lines, or because the message has kept "
                + "its own.",
            "One byte too many is sent: the length is off by one.",
        ],
        Fix = "Send the changed message and nothing else; print what a person should read on the "
            + "server's own terminal.",
        Fixes = transport == Transport.Tcp
            ? new Dictionary<Language, string>
            {
                [Language.Java] = "out.write(answer.getBytes(StandardCharsets.UTF_8));  // not: "
                    + "println",
            }
            : new Dictionary<Language, string>
            {
                [Language.Java] = """
                    byte[] data = answer.getBytes(StandardCharsets.UTF_8);  // no newline
                    server.send(new DatagramPacket(data, data.length, packet.getSocketAddress()));
                    """,
            },
    };

    /// <summary>Whether an answer stands in the marks of Python's repr, which may have been
    /// changed to upper case with it.</summary>
    public static bool IsRepr(Manner manner) =>
        manner.Before.Length >= 2
            && manner.Before.Span[^2] is (byte)'b' or (byte)'B'
            && manner.Before.Span[^1] is (byte)'\'' or (byte)'"'
            && manner.Behind.Span.IndexOf(manner.Before.Span[^1]) is 0 or LengthOfNewline;

    /// <summary>Whether the right answer came, and then more than can be foreseen.</summary>
    public static bool IsEndless(Traits traits, Asking asked) =>
        !traits.Manner.IsKnown && Right(traits, asked) is { Length: > 0 } right
            && asked.Answer.Bytes.Length > right.Length
            && asked.Answer.Bytes.AsSpan().StartsWith(right);

    /// <summary>The message after whose right answer more came than can be foreseen; null where
    /// none is.</summary>
    public static Asking? Unforeseen(Traits traits) =>
        traits.Askings.FirstOrDefault(one => IsEndless(traits, one));

    private protected override Asking? Proof(Traits traits) =>
        Unforeseen(traits) ?? base.Proof(traits);

    private protected override Finding? Find(Traits traits, Asking asked)
    {
        if (IsEndless(traits, asked))
        {
            return Unforeseen(traits, asked);
        }

        Manner manner = traits.Manner;
        int before = manner.Before.Length;
        int behind = manner.Behind.Span.TrimEnd((byte)0).Length;
        if (!manner.IsKnown || before + behind == 0 || IsRepr(manner))
        {
            return null;
        }

        string where = before > 0 && behind > 0
            ? $"{before} bytes before the answer and {behind} behind it were added"
            : before > 0 ? $"{Bytes(before)} added before the answer"
            : $"{Bytes(behind)} added behind the answer";
        string cause = manner.Before.Span.StartsWith(Encoding.UTF8.Preamble)
            ? "A byte order mark is written before the text: the encoding is \"UTF-8 with BOM\"."
            : before == 0 && manner.Behind.Span.TrimEnd("\r\n"u8).IsEmpty
            ? "A newline is written behind the answer, as println does." : "";
        return Differs(traits, asked, $"{where}.", cause.Length > 0 ? [cause] : []);
    }

    static Finding Unforeseen(Traits traits, Asking asked)
    {
        int length = asked.Answer.Bytes.Length;
        int right = Right(traits, asked).Length;
        Asking[] answered = [.. traits.Askings.Where(one => one.IsAnswered)];
        Asking? before = answered.TakeWhile(one => one != asked).LastOrDefault();
        const string fix = "Send as many bytes as were received: the receive call returns how many "
            + "it was. What stands behind them in the buffer is not the message.";
        if (before is not null && before.Answer.Bytes.Length >= length
            && before.Answer.Bytes.AsSpan(right, length - right)
                .SequenceEqual(asked.Answer.Bytes.AsSpan(right)))
        {
            return Differs(
                traits, asked, $"{Bytes(length - right)} sent behind the answer: the end of the "
                    + "answer before.",
                "The buffer still holds the message before, and what recv returned is not used: "
                    + "the text's end is looked for (strlen), or the whole buffer is taken.")
                with
            { Fix = fix };
        }

        if (answered.Length > 1 && answered.All(one => one.Answer.Bytes.Length == length))
        {
            return Differs(
                traits, asked, $"{Bytes(length - right)} sent behind the answer, and not the same "
                    + $"each time: every answer has {length} bytes.",
                $"A buffer of {length} bytes is sent whole, with whatever stands in it.")
                with
            { Fix = fix };
        }

        string end = traits.Transport == Transport.Tcp ? ": it may send without end." : ".";
        return Differs(
            traits, asked, $"{Bytes(length - right)} sent behind the answer, and not the same each "
                + $"time{end}");
    }

    static string Bytes(int count) => count == 1 ? "1 byte was" : $"{count} bytes were";
}
