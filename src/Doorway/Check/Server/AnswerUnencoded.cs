namespace Doorway.Check.Server;

/// <summary>Text is sent where bytes are asked for.</summary>
sealed class AnswerUnencoded(Transport transport) : AnswerCase(transport, "unencoded")
{
    public override string Title => "Sends text without encoding it";

    public override string Requirement => "What is sent is bytes: text is encoded first.";

    public override string Source => "Python's socket.send: \"bytes-like object\"";

    public override Explanation Explanation { get; } = new()
    {
        Why = "A socket carries bytes. Text is a row of characters, and which bytes stand for them "
            + "is for the program to say. Python refuses to guess: sending a str raises a "
            + "TypeError, and there is no answer.",
        How = "A short message is sent. No answer comes, and the program's standard error names "
            + "the TypeError.",
        Causes = ["A str is given to send, sendall or sendto, without .encode()."],
        Fix = "Encode before sending, and decode after receiving.",
        Fixes = transport == Transport.Tcp
            ? new Dictionary<Language, string>
            {
                [Language.Python] = "connection.sendall(sentence.upper().encode())",
                [Language.JavaScript] = "socket.write(sentence.toUpperCase());  // a string or a "
                    + "Buffer",
            }
            : new Dictionary<Language, string>
            {
                [Language.Python] = """
                    server.sendto(sentence.upper().encode(), client)
                    """,
                [Language.JavaScript] = """
                    // a string or a Buffer
                    server.send(sentence.toUpperCase(), client.port, client.address);
                    """,
            },
    };

    /// <summary>Whether a missing answer is this fault's.</summary>
    public static bool Is(Asking asked) => !asked.IsAnswered && asked.LastWords.Any(line =>
        line.StartsWith("TypeError", StringComparison.Ordinal)
            && (line.Contains("bytes-like object is required, not 'str'", StringComparison.Ordinal)
                || line.Contains("[ERR_INVALID_ARG_TYPE]", StringComparison.Ordinal)));

    private protected override Finding? Find(Traits traits, Asking asked) => Is(asked)
        ? Silent(
            traits, asked, $"{asked.Message.Length} bytes were sent, and no answer came: a "
                + "TypeError says that the answer is text, not bytes.")
        : null;
}
