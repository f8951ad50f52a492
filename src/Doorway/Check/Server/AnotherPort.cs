namespace Doorway.Check.Server;

/// <summary>The answer comes from another port than the one that was asked.</summary>
sealed class AnotherPort : DatagramCase
{
    public override string Id => "udp/answer/another-port";

    public override string Title => "Answers from another port";

    public override string Requirement =>
        "An answer comes from the address and port that the question was sent to.";

    public override string Source =>
        "RFC 8085 3.5 (middleboxes); RFC 1122 4.1.3.5 (advice, of the address alone)";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client knows the answer by whom it comes from. A connected client socket "
            + "throws away a datagram from a port that was not asked, and so do most home routers "
            + "and firewalls. Without them, on loopback, the answer arrives, and the fault stays "
            + "hidden.",
        How = "A datagram is sent, and the port that the answer comes from is looked at.",
        Causes =
        [
            "The answer is sent by a new socket, which gets a port of its own, and not by the one "
                + "that received.",
        ],
        Fix = "Answer through the socket that received the datagram. One UDP socket serves all "
            + "clients, in all threads.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                message, client = server.recvfrom(65535)
                server.sendto(message.upper(), client)  # the same socket
                """,
            [Language.Java] = """
                server.receive(packet);
                server.send(answer);                    // not: new DatagramSocket().send
                """,
            [Language.JavaScript] = """
                server.on("message", (message, client) =>
                    server.send(answer, client.port, client.address));
                """,
            [Language.C] = """
                sendto(server, answer, length, 0,       /* not: another socket */
                       (struct sockaddr *)&client, size);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        byte[] question = Question(1);
        if (peer.Ask(question, trial.Traits.Manner.Answer(question)) is not { } answer)
        {
            return Verdict.Skipped("It does not answer an ordinary datagram.");
        }

        return answer.From.Port == trial.Traits.Port
            ? Verdict.Passed
            : Verdict.Failed(
                $"Port {trial.Traits.Port} was asked, and port {answer.From.Port} answered.");
    }
}
