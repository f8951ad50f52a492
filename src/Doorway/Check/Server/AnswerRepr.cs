namespace Doorway.Check.Server;

/// <summary>The answer is a description of bytes, not the bytes.</summary>
sealed class AnswerRepr(Transport transport) : AnswerCase(transport, "repr")
{
    public override string Title => "Sends b'...' around the answer";

    public override string Requirement => "The answer is the bytes themselves.";

    public override string Source => "Python's bytes.decode; str(bytes) is a description";

    public override Explanation Explanation { get; } = new()
    {
        Why = "str(data) does not decode bytes: it describes them, as b'HELLO', with a backslash "
            + "before whatever is not ASCII. The client gets three characters too many.",
        How = "A short message is sent, and what stands around the answer is looked at.",
        Causes = ["str(data) or an f-string is used where data.decode() is meant."],
        Fix = "Decode what is received, and encode what is sent.",
        Fixes = transport == Transport.Tcp
            ? new Dictionary<Language, string>
            {
                [Language.Python] = """
                    sentence = data.decode()                    # not: str(data)
                    connection.sendall(sentence.upper().encode())
                    """,
            }
            : new Dictionary<Language, string>
            {
                [Language.Python] = """
                    sentence = data.decode()                    # not: str(data)
                    server.sendto(sentence.upper().encode(), client)
                    """,
            },
    };

    private protected override Finding? Find(Traits traits, Asking asked) =>
        traits.Manner.IsKnown && AnswerLonger.IsRepr(traits.Manner)
            ? Differs(traits, asked, "The answer stands in b'...', the marks of Python's bytes.")
            : null;
}
