namespace Doorway.Check.Client.Tcp;

/// <summary>Text is sent as UTF-16 or UTF-32.</summary>
sealed class WideText : SentCase
{
    public override string Id => "tcp/client/wide-text";

    public override string Title => "Sends two or four bytes for each character";

    public override string Requirement =>
        "Text is sent in UTF-8, unless something else was agreed on.";

    public override string Source =>
        "RFC 2277 3.1 (protocols must be able to use UTF-8); RFC 3629";

    public override Explanation Explanation { get; } = new()
    {
        Why = "Java, C# and JavaScript keep text as UTF-16, and some of their calls send it so. A "
            + "server that takes UTF-8 sees a NUL beside every letter.",
        How = $"'{Line}' is typed, and what the server receives is compared with it.",
        Causes = ["The text is encoded as UTF-16 or UTF-32."],
        Fix = "Encode as UTF-8.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] = "DataOutputStream.writeChars writes two bytes for each char.",
            [Language.CSharp] = "Encoding.Unicode is UTF-16.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "sentence.encode(\"utf-8\")",
            [Language.Java] = "line.getBytes(StandardCharsets.UTF_8)",
            [Language.CSharp] = "Encoding.UTF8.GetBytes(line)",
            [Language.JavaScript] = "socket.write(line, 'utf8')",
        },
    };

    protected override Verdict Judge(Sent sent) => sent.As != SentAs.Wide
        ? Verdict.Passed
        : Failed(
            $"{Line.Length} characters were typed, and {sent.Body.Length} bytes came.", sent);
}
