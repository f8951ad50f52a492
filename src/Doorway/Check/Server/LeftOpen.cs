namespace Doorway.Check.Server;

/// <summary>The server has said all it has to say, and does not close.</summary>
sealed class LeftOpen : CheckCase
{
    public override string Id => "tcp/end/left-open";

    public override string Title => "Leaves the connection open after its answer";

    public override string Requirement =>
        "A server that answers once closes the connection after its answer.";

    public override string Source => "RFC 9293 3.6 (closing a connection); close(2)";

    public override CheckRole Role => CheckRole.Server;

    // A client that reads once, as the textbook's does, never sees the difference.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Greeting) ? CheckLevel.Must
            : traits.IsTcpServer(CheckProfile.Textbook) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Where no delimiter ends an answer, only the end of the stream does. A client that "
            + "reads to the end, as it should, waits for ever if the server doesn't close. And "
            + "each open connection costs the server a descriptor.",
        How = "A client asks, reads the answer and waits for the end of the stream. It doesn't "
            + "close first.",
        Causes =
        [
            "close is missing after send.",
            "The server waits for the client to close first.",
            "Another process holds the connection too: after fork, the parent has not closed its "
                + "copy.",
        ],
        Fix = "Close the connection's socket after the answer, in every process that has it.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                connection.sendall(answer)
                connection.close()
                """,
            [Language.Java] = """
                try (Socket connection = serverSocket.accept()) {
                    serve(connection);
                }   // closed here
                """,
            [Language.C] = """
                send(connection, answer, length, 0);
                close(connection);
                """,
            [Language.JavaScript] = """
                connection.end(answer);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        int length = 1;
        if (trial.Traits.Profile != CheckProfile.Greeting)
        {
            byte[] message = trial.Message("hello, to the end");
            length = trial.Traits.Manner.Answer(message).Length;
            peer.Send(message);
        }

        int came = peer.Read(length).Bytes.Length;
        if (came == 0)
        {
            return Verdict.Skipped("no answer came");
        }

        return Farewell.Await(peer, trial) == ClientEnd.Closed
            ? Verdict.Passed
            : Verdict.Failed(
                "The answer came, and the end of the stream never did, though the program waited "
                + "for other things.");
    }
}
