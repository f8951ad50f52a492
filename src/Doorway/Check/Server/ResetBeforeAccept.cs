namespace Doorway.Check.Server;

/// <summary>A client connects and resets before the server has accepted it.</summary>
sealed class ResetBeforeAccept : SurvivalCase
{
    public override string Id => "tcp/reset/before-accept";

    public override string Title => "Dies when a client is gone before it is accepted";

    public override string Requirement =>
        "A connection that was reset while it waited to be accepted does no harm.";

    public override string Source => "accept(2), ECONNABORTED; getpeername(2), ENOTCONN";

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must
            : traits.IsTcpServer(CheckProfile.Textbook) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A connection is made by the system, before the program calls accept. Its client may "
            + "have reset it by then. On Linux accept returns it all the same, as a socket of "
            + "which nothing can be asked any more; on BSD and macOS accept itself fails "
            + "(ECONNABORTED). Neither is a reason to stop.",
        How = "The server is stopped for a moment (SIGSTOP). A client connects and resets the "
            + "connection; then the server goes on and accepts it. Then another client asks.",
        Causes =
        [
            "The client's address is asked for after accept (getpeername), and the error that this "
                + "gives on a dead connection ends the program.",
            "An option is set on the new socket, and its error ends the program.",
            "An error of accept itself ends the loop.",
        ],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "connection.getpeername() raises OSError (ENOTCONN), and nothing "
                + "catches it. accept has returned the address already.",
            [Language.JavaScript] = "connection.remoteAddress is undefined on a dead connection, "
                + "and something is called on it.",
            [Language.C] = "getpeername returns -1 with ENOTCONN, and the program exits.",
        },
        Fix = "Take the client's address from accept. Treat every error on the new socket as the "
            + "end of that client alone.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                connection, address = server_socket.accept()   # the address is here
                """,
            [Language.C] = """
                struct sockaddr_in client;
                socklen_t size = sizeof client;
                int connection = accept(welcoming, (struct sockaddr *)&client, &size);
                """,
            [Language.JavaScript] = """
                const who = connection.remoteAddress ?? "a client that has left";
                """,
        },
    };

    private protected override string Deed => "reset its connection before it was accepted";

    private protected override IReadOnlyList<SurvivalCase> Simpler { get; } =
        [new ResetWhileReading()];

    private protected override bool Do(Trial trial)
    {
        using var pause = new Pause(trial);
        if (!pause.Holds)
        {
            return false;
        }

        using TcpPeer peer = trial.Connect();
        peer.Reset();
        return true;
    }
}
