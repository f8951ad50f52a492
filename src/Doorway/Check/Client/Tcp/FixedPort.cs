namespace Doorway.Check.Client.Tcp;

/// <summary>The client takes a port of its own choice.</summary>
sealed class FixedPort : TcpClientCase
{
    public override string Id => "tcp/client/fixed-port";

    public override string Title => "Binds a fixed port";

    public override string Requirement =>
        "A client takes whatever port the system gives it, so that it can be started again.";

    public override string Source =>
        "RFC 9293 3.6.1 (TIME-WAIT); bind(2), EADDRINUSE; ip(7) (ephemeral ports)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Should;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A connection is known by its two addresses and its two ports. The side that closes "
            + "first keeps the pair for a minute (TIME-WAIT), so that late segments of the old "
            + "connection are not taken for the new one's. A client that takes the same port each "
            + "time can't connect again until then, and never twice at once.",
        How = "The client is started and connects; it is ended, and started again. The two "
            + "connections' ports are compared.",
        Causes = ["bind is called with a port before connect, as in a server."],
        Fix = "Don't call bind in a client: connect takes a free port.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                client_socket.connect((server_name, server_port))    # no bind before it
                """,
            [Language.Java] = "Socket socket = new Socket(serverName, serverPort);",
            [Language.C] = "connect(client, (struct sockaddr *)&server, sizeof server);",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        using TcpEntrance door = trial.Listen();
        int first = PortOf(trial, new TcpTalk(trial, door));
        var again = new TcpTalk(trial, door);
        int second;
        try
        {
            second = PortOf(trial, again);
        }
        catch (SubjectGoneException) when (PortTaken.IsSaidBy(again.Client))
        {
            return Verdict.Failed(
                $"The first time it connected from port {first}. It was ended and started again: "
                + "it could not have its port, and did not connect.");
        }

        return second == first
            ? Verdict.Failed($"Started twice, it connected from port {first} both times.")
            : Verdict.Passed;
    }

    // Some connect first, others when a line is there.
    static int PortOf(Trial trial, TcpTalk talk)
    {
        if (trial.Traits.Profile != CheckProfile.Greeting)
        {
            talk.Client.Type("from where\n");
        }

        return talk.Peer.Remote.Port;
    }
}
