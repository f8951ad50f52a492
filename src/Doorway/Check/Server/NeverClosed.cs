namespace Doorway.Check.Server;

/// <summary>The client has closed, and the server keeps its end of the connection.</summary>
sealed class NeverClosed : CheckCase
{
    public override string Id => "tcp/end/never-closed";

    public override string Title => "Never closes a connection that its client has ended";

    public override string Requirement =>
        "When a client has finished, the server closes its end of the connection too.";

    public override string Source => "RFC 9293 3.3.2 (CLOSE-WAIT waits for the program); close(2)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A TCP connection has two halves, and each side ends its own. A connection that only "
            + "the client has ended stays in CLOSE_WAIT until the server's program closes it; each "
            + "one holds a descriptor, and after about a thousand clients accept fails (EMFILE). A "
            + "client that waits for the server's end hangs.",
        How = "A client asks, gets its answer, finishes sending (shutdown) and waits for the end "
            + "of the stream. To see it by hand: ss -t state close-wait.",
        Causes =
        [
            "close is missing on the way out of the loop that serves a client.",
            "Another process holds the connection too: after fork, the parent has not closed its "
                + "copy.",
        ],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "connection.close() is missing, and something, such as a list or a "
                + "forked parent, still holds the socket.",
            [Language.Java] = "connection.close() is missing; Java closes nothing by itself.",
            [Language.C] = "close(connection) is missing, in the child or, after fork, in the "
                + "parent.",
            [Language.JavaScript] = "The server was made with allowHalfOpen, and 'end' has no "
                + "listener that calls connection.end().",
            [Language.Go] = "defer connection.Close() is missing.",
        },
        Fix = "Close the connection wherever the conversation ends, also after an error. After "
            + "fork the parent closes its copy at once.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                with connection:            # closes it however the block is left
                    serve(connection)

                if os.fork() == 0:          # and where each client has a process:
                    serve(connection)
                    os._exit(0)
                connection.close()          # the parent's copy
                """,
            [Language.Java] = """
                try (connection) {
                    serve(connection);
                }
                """,
            [Language.Go] = """
                defer connection.Close()
                """,
            [Language.JavaScript] = """
                connection.on("end", () => connection.end());
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        byte[] message = trial.Message("hello, and good-bye");
        byte[] expected = trial.Traits.Manner.Answer(message);
        peer.Send(message);
        if (peer.Read(expected.Length).Bytes.Length == 0)
        {
            return Verdict.Skipped("the message was not answered");
        }

        return Farewell.Say(peer, trial) switch
        {
            ClientEnd.Loud => Verdict.Skipped(
                $"it fails at something simpler, a client's end: {new EndUnhandled().Id}"),
            ClientEnd.Open when trial.Subject is not { HasExited: true } => Verdict.Failed(
                "The client had finished, and the server, which waited for other things, had not "
                + "closed the connection: it is in CLOSE_WAIT and stays there."),
            _ => Verdict.Passed,
        };
    }
}
