namespace Doorway.Check.Server;

/// <summary>The server serves its first client, and no other.</summary>
sealed class OneClientOnly : CheckCase
{
    const int Clients = 3;

    public override string Id => "tcp/clients/one-only";

    public override string Title => "Serves one client only";

    public override string Requirement => "A server goes on with the next client, without end.";

    public override string Source => "accept(2): one call takes one connection";

    public override CheckRole Role => CheckRole.Server;

    // A person talks with one other person in the two-way program: that may end with them.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer() && traits.Profile != CheckProfile.TwoWay ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server is started once and serves whoever comes. If it has to be started again "
            + "for each client, somebody has to sit beside it.",
        How = "Three clients come, one after another; each asks, reads the answer and closes. "
            + "They may have to wait for each other, but each is answered.",
        Causes =
        [
            "There is no loop around accept: the program comes to its end.",
            "accept stands before the loop, and the loop goes on with the first client's closed "
                + "connection.",
            "The welcoming socket is closed with the first connection.",
        ],
        Fix = "Put accept into an endless loop. Close the connection's socket at the end of each "
            + "turn, never the welcoming socket.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server_socket.listen()
                while True:
                    connection, address = server_socket.accept()
                    serve(connection)
                    connection.close()
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
                for (;;) {
                    int connection = accept(welcoming, NULL, NULL);
                    serve(connection);
                    close(connection);      /* not: close(welcoming) */
                }
                """,
            [Language.Go] = """
                for {
                    connection, err := listener.Accept()
                    if err != nil {
                        log.Print(err)
                        continue
                    }
                    go serve(connection)
                }
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        if (OrdinaryClient.Ask(trial) is { } first)
        {
            return Verdict.Skipped($"the first client {first}");
        }

        var work = new Restlessness(trial.Subject);
        OrdinaryClient.LetFinish(trial);
        for (int client = 2; client <= Clients; client++)
        {
            if (OrdinaryClient.Ask(trial) is { } failure)
            {
                return FailedAtItsEnd(trial, work)
                    ? Verdict.Skipped(
                        $"it fails at something simpler, a client's end: {new EndUnhandled().Id}")
                    : Verdict.Failed(
                        $"The first client was served, and client {client} {failure}.");
            }
        }

        return Verdict.Passed;
    }

    // Where the client's close is the end of the conversation, that is what it failed at.
    static bool FailedAtItsEnd(Trial trial, Restlessness work) =>
        trial.Traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
        && (work.IsSure
            || trial.Subject is { Exit: { } exit } && exit is not { Code: 0, Signal: 0 });
}
