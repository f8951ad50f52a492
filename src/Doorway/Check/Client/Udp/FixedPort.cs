namespace Doorway.Check.Client.Udp;

/// <summary>The client's own port is a fixed one.</summary>
sealed class FixedPort : CheckCase
{
    public override string Id => "udp/client/fixed-port";

    public override string Title => "Binds a fixed port of its own";

    public override string Requirement =>
        "Two clients work at the same time on one machine: each takes the port that the system "
        + "gives it.";

    public override string Source => "RFC 8085 5.1; ip(7) (ephemeral ports); RFC 6056";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Should : null;

    internal override bool NeedsAnswer => false;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Only the server needs a port that others know. A client's is written into each of "
            + "its datagrams, so the answer finds it whatever it is. A fixed one can be had by one "
            + "program at a time: the second client fails, and so does the first where the server "
            + "runs on the same machine and the port is the server's.",
        How = "The client is started twice, a line is typed at each, and the two datagrams' source "
            + "ports are compared.",
        Causes = ["bind is called with a port, as in a server."],
        Fix = "Don't call bind in a client, or bind port 0: the system gives a free port at the "
            + "first send.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                client_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                # no bind
                """,
            [Language.Java] = "DatagramSocket socket = new DatagramSocket();",
            [Language.CSharp] = "using var client = new UdpClient();",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        if (talk.TryAsk("from the first") is not { } first)
        {
            return PortTaken.IsSaidBy(talk.Client)
                ? Verdict.Failed(
                    "It binds a port that is taken already: very likely the server's own, "
                    + $"udp/{trial.Traits.Port}.")
                : throw new SubjectGoneException("what was typed did not come as a datagram");
        }

        Subject other = trial.Start();
        other.Type("from the second\n");
        Received? came;

        // The first one may still have something to send, or ask again.
        do
        {
            came = talk.Door.Receive();
        }
        while (came is { } again && again.From.Port == first.From.Port
            && again.Bytes.AsSpan().IndexOf("second"u8) < 0);

        if (came is not { } second)
        {
            return Verdict.Failed(
                $"While one client used port {first.From.Port}, a second one sent nothing"
                + (other.Exit is { } exit ? $" and {exit}." : "."));
        }

        return second.From.Port == first.From.Port
            ? Verdict.Failed(
                $"Two clients at once both send from port {first.From.Port}: only one of them "
                + "gets the answers.")
            : Verdict.Passed;
    }
}
