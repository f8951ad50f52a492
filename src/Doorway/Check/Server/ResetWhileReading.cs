namespace Doorway.Check.Server;

/// <summary>A client resets its connection while the server waits for its message.</summary>
sealed class ResetWhileReading : SurvivalCase
{
    public override string Id => "tcp/reset/while-reading";

    public override string Title => "Dies when a client resets its connection";

    public override string Requirement =>
        "A reset ends the connection it comes on, and nothing else.";

    public override string Source => "RFC 9293 3.5.3 (reset processing); recv(3p), ECONNRESET";

    // The textbook's server does not handle errors, so as not to hide its six calls.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must
            : traits.IsTcpServer(CheckProfile.Textbook) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client that crashes, or is closed with an answer still unread, ends its "
            + "connection by a reset (RST). The server's recv then fails. If nobody catches that, "
            + "one client's bad end is the end of the whole server, and of everybody it serves.",
        How = "A client connects, the server waits in recv, and the client resets the connection "
            + "(SO_LINGER with a time of 0, then close). Then another client asks.",
        Causes =
        [
            "The error of recv is not caught, so it ends the program.",
            "The error is caught outside the loop that accepts, so the loop is left.",
        ],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "recv raises ConnectionResetError, and nothing catches it.",
            [Language.Java] = "read throws a SocketException (\"Connection reset\") that only main "
                + "catches, outside the loop.",
            [Language.C] = "recv returns -1 with ECONNRESET, and the program treats every error as "
                + "the end (exit, perror and return).",
            [Language.JavaScript] = "The socket emits 'error', and an 'error' without a listener "
                + "is thrown: Node.js ends.",
            [Language.Go] = "Read returns an error, and log.Fatal ends the program.",
        },
        Fix = "Catch the error for each client on its own, inside the loop that accepts: close "
            + "that connection and go on with the next.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                while True:
                    connection, address = server_socket.accept()
                    with connection:
                        try:
                            serve(connection)
                        except OSError as error:
                            print(address, error)
                """,
            [Language.Java] = """
                while (true) {
                    try (Socket connection = serverSocket.accept()) {
                        serve(connection);
                    } catch (IOException error) {
                        System.err.println(error);
                    }
                }
                """,
            [Language.C] = """
                ssize_t length = recv(connection, message, sizeof message, 0);
                if (length < 0)
                    perror("recv"); /* and go on to close(connection) */
                """,
            [Language.JavaScript] = """
                connection.on("error", (error) => console.error(error.message));
                """,
            [Language.Go] = """
                if err != nil {
                    log.Print(err)
                    return // from this client's function, not from the program
                }
                """,
            [Language.CSharp] = """
                try { Serve(client); }
                catch (IOException error) { Console.Error.WriteLine(error.Message); }
                """,
        },
    };

    private protected override string Deed => "reset its connection while the server read from it";

    private protected override bool Do(Trial trial)
    {
        using TcpPeer peer = trial.Connect();
        OrdinaryClient.LetFinish(trial);
        peer.Reset();
        return true;
    }
}
