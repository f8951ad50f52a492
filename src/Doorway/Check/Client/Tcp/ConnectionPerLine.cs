namespace Doorway.Check.Client.Tcp;

/// <summary>Each line goes over a connection of its own.</summary>
sealed class ConnectionPerLine : TcpClientCase
{
    public override string Id => "tcp/client/connection-per-line";

    public override string Title => "Opens a new connection for each line";

    public override string Requirement => "Several lines are sent over one connection.";

    public override string Source =>
        "RFC 9293 3.5 (a handshake opens each connection), 3.6 (TIME-WAIT ends it)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        IsLong(profile) ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Each connection costs a round trip before the first byte goes, and leaves a port "
            + "in TIME-WAIT behind. A server that remembers something of its client forgets it "
            + "with the connection.",
        How = "Two lines are typed and answered, and the connections counted.",
        Causes = ["The socket is created and connected inside the loop that reads lines."],
        Fix = "Connect once, before the loop, and close after it.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                with socket.create_connection((host, port)) as connection:
                    for line in sys.stdin:
                        ...
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        talk.Exchange("the first line");
        int first = talk.Peer.Number;
        talk.Exchange("the second line");
        int connections = talk.Peer.Number - first + 1;
        return connections == 1 ? Verdict.Passed
            : Verdict.Failed($"2 lines came over {connections} connections.");
    }
}
