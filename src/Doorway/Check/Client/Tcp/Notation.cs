namespace Doorway.Check.Client.Tcp;

/// <summary>Bytes are sent as the language writes them down.</summary>
sealed class Notation : SentCase
{
    public override string Id => "tcp/client/sent-as-notation";

    public override string Title => "Sends b'...' or quotes around the line";

    public override string Requirement => "A line is sent without a language's notation around it.";

    public override string Source => "Python's str(bytes); repr";

    public override Explanation Explanation { get; } = new()
    {
        Why = "str(b'hello') does not give hello. It gives b'hello', as a programmer would write "
            + "it: the letter b and quotes are sent too, and come back.",
        How = $"'{Line}' is typed, and what the server receives is compared with it.",
        Causes =
        [
            "Encoded bytes are turned into a string again, by str() or by formatting.",
            "The line is sent as repr or JSON writes it, in quotes.",
        ],
        Fix = "Encode the text once, and send what that gives.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "client_socket.sendall(sentence.encode())",
            [Language.JavaScript] = "socket.write(line) // without JSON.stringify",
        },
    };

    protected override Verdict Judge(Sent sent) => sent.As != SentAs.Notation
        ? Verdict.Passed
        : Failed("The line came with a notation around it.", sent);
}
