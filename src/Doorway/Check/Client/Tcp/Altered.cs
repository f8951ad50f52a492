namespace Doorway.Check.Client.Tcp;

/// <summary>Something else than the typed line is sent.</summary>
sealed class Altered : SentCase
{
    public override string Id => "tcp/client/altered";

    public override string Title => "Sends something else than what was typed";

    public override string Requirement => "A typed line is sent unchanged and whole.";

    public override string Source => "send(2)";

    public override Explanation Explanation { get; } = new()
    {
        Why = "What is done to the text is the server's work. A client that changes letters, or "
            + "loses some, hides what the server does, or asks for something else.",
        How = $"'{Line}' is typed, and what the server receives is compared with it.",
        Causes =
        [
            "The client changes the text itself, to upper case for example.",
            "The last character is cut off to be rid of a newline that is not there.",
            "Another variable is sent, such as the prompt.",
        ],
        Fix = "Send the line as it was read, without its newline where none is meant.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                sentence = input("Input lowercase sentence:")
                client_socket.sendall(sentence.encode())
                """,
            [Language.Java] = "out.write(line.getBytes(StandardCharsets.UTF_8));",
        },
    };

    protected override Verdict Judge(Sent sent) => sent.As switch
    {
        SentAs.Short => Failed(
            $"{Line.Length} bytes were typed, and the first {sent.Body.Length} came.", sent),
        SentAs.Altered => Failed("Something else came than what was typed.", sent),
        _ => Verdict.Passed,
    };
}
