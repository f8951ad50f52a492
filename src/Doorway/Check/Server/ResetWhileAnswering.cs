namespace Doorway.Check.Server;

/// <summary>A client asks, and resets its connection before the answer is sent.</summary>
sealed class ResetWhileAnswering : SurvivalCase
{
    public override string Id => "tcp/reset/while-answering";

    public override string Title => "Dies when a client resets before it is answered";

    public override string Requirement =>
        "An answer that can't be sent ends that connection, and nothing else.";

    public override string Source => "RFC 9293 3.5.3 (reset processing); send(2), ECONNRESET";

    // The textbook's servers do not handle errors, so as not to hide their calls.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must
            : traits.IsTcpServer(CheckProfile.Textbook, CheckProfile.Greeting)
                ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client may be gone by the time its answer is ready. If it went by a reset, send "
            + "fails. Programs that guard recv often forget that send fails too.",
        How = "A client connects, and the server is stopped for a moment (SIGSTOP). The client "
            + "sends its message and resets the connection; then the server goes on, reads the "
            + "message and answers. Then another client asks.",
        Causes =
        [
            "The error of send is not caught, so it ends the program.",
            "Only recv is guarded, and send stands outside.",
        ],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] =
                "send or sendall raises ConnectionResetError, and nothing catches it.",
            [Language.Java] = "write or flush throws a SocketException that only main catches, "
                + "outside the loop.",
            [Language.C] = "send returns -1 with ECONNRESET, and the program exits.",
            [Language.JavaScript] = "The socket emits 'error', and an 'error' without a listener "
                + "is thrown: Node.js ends.",
        },
        Fix = "Guard the whole conversation with a client, reading and sending, inside the loop "
            + "that accepts; close its connection and go on.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                try:
                    connection.sendall(sentence.upper())
                except OSError as error:
                    print(address, error)
                finally:
                    connection.close()
                """,
            [Language.Java] = """
                try (Socket connection = serverSocket.accept()) {
                    serve(connection);              // reads and writes
                } catch (IOException error) {
                    System.err.println(error);      // and on to the next
                }
                """,
            [Language.C] = """
                if (send(connection, message, length, MSG_NOSIGNAL) < 0)
                    perror("send"); /* and go on to close(connection) */
                """,
            [Language.JavaScript] = """
                connection.on("error", (error) => console.error(error.message));
                """,
        },
    };

    private protected override string Deed => "reset its connection before it was answered";

    private protected override IReadOnlyList<SurvivalCase> Simpler { get; } =
        [new ResetWhileReading()];

    private protected override bool Do(Trial trial)
    {
        if (trial.Traits.Profile == CheckProfile.Greeting)
        {
            // The greeting is sent as soon as it is accepted.
            using var early = new Pause(trial);
            using TcpPeer guest = trial.Connect();
            guest.Reset();
            return early.Holds;
        }

        using TcpPeer peer = trial.Connect();
        OrdinaryClient.LetFinish(trial);
        using var pause = new Pause(trial);
        if (pause.Holds)
        {
            peer.Send(trial.Message("hello, and gone"));
            peer.Reset();
        }

        return pause.Holds;
    }
}
