using System.Text;

namespace Doorway.Check.Client.Tcp;

/// <summary>Typed letters beyond ASCII are encoded wrongly, or not at all.</summary>
sealed class SentEncoding : TcpClientCase
{
    // One word, which begins with a letter that Latin-1 has and one that it has not.
    const string Word = "éżółw";
    const string Plain = "turtle";

    public override string Id => "tcp/client/sent-encoding";

    public override string Title => "Sends letters beyond ASCII in another encoding than UTF-8";

    public override string Requirement => "Typed text is sent in UTF-8.";

    public override string Source =>
        "RFC 2277 3.1 (protocols must be able to use UTF-8); RFC 3629 3";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        profile == CheckProfile.Greeting ? null : CheckLevel.Should;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The server has to know which bytes stand for a letter. UTF-8 is what is meant "
            + "where nothing was agreed on. Other encodings lack letters, and their bytes are "
            + "mostly not valid UTF-8: many servers fail at them.",
        How = $"'{Word}' is typed, and what the server receives is compared with its UTF-8.",
        Causes =
        [
            "The text is encoded with another encoding than UTF-8.",
            "Characters are cut to one byte each.",
        ],
        Fix = "Encode as UTF-8, and name the encoding.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] = "DataOutputStream.writeBytes sends the low byte of each char.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "client_socket.sendall(sentence.encode(\"utf-8\"))",
            [Language.Java] = "out.write(line.getBytes(StandardCharsets.UTF_8));",
            [Language.CSharp] = "stream.Write(Encoding.UTF8.GetBytes(line));",
            [Language.JavaScript] = "socket.write(line, 'utf8')",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        byte[] expected = Encoding.UTF8.GetBytes(Word);
        byte[]? heard = talk.TryAsk(Word);
        if (heard is null)
        {
            // Or does it send nothing whatever is typed?
            bool sendsOther = new TcpTalk(trial, talk.Door).TryAsk(Plain) is not null;
            return sendsOther
                ? Verdict.Failed($"'{Word}' was typed, and 0 bytes came.")
                : Verdict.Skipped("the program sends nothing");
        }

        if (heard.AsSpan().IndexOf(expected) >= 0)
        {
            return Verdict.Passed;
        }

        ReadOnlySpan<byte> body = heard.AsSpan().TrimEnd("\r\n\0"u8);
        if (heard.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Word)) >= 0
            || heard.AsSpan().IndexOf(Encoding.BigEndianUnicode.GetBytes(Word)) >= 0
            || heard.AsSpan().IndexOf(Encoding.UTF32.GetBytes(Word)) >= 0)
        {
            return Verdict.Skipped("the program sends two or four bytes for each character");
        }

        string? name = Name(body);
        return name is null && (body.Length < 3
            || body.IndexOfAnyInRange((byte)0x80, (byte)0xff) < 0
            || expected.AsSpan().StartsWith(body) || body.IndexOf(Manner.Upper(expected)) >= 0)
            && !IsLowBytes(body)
            ? Verdict.Skipped("the program does not send what is typed")
            : Verdict.Failed(
                $"'{Word}' was typed, and came as {name ?? "other bytes than those of UTF-8"}.",
                new Evidence.Difference(expected, body.ToArray()));
    }

    static string? Name(ReadOnlySpan<byte> bytes) =>
        IsLowBytes(bytes) ? "the low byte of each character"
        : bytes.IndexOf("?"u8) >= 0 ? "question marks, for letters that an encoding lacks"
        : null;

    static bool IsLowBytes(ReadOnlySpan<byte> bytes) =>
        bytes.SequenceEqual(Word.Select(one => (byte)one).ToArray());
}
