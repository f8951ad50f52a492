namespace Doorway.Check.Server;

/// <summary>Only the first client is served.</summary>
sealed class FirstClientOnly : DatagramCase
{
    public override string Id => "udp/clients/first-only";

    public override string Title => "Serves its first client only";

    public override string Requirement =>
        "A server answers every client, also those who come after the first.";

    public override string Source =>
        "connect(2): a connected datagram socket receives from that one address only; udp(7)";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "One UDP socket serves all clients: each datagram says whom it is from. A server "
            + "that binds itself to the first client never sees the datagrams of others: the "
            + "system refuses them as if nobody were there.",
        How = "Two clients ask one after the other, each from a port of its own.",
        Causes =
        [
            "The socket is connected to the first client, so that send can be used.",
            "Datagrams of other addresses than the first are thrown away.",
        ],
        Fix = "Leave the server's socket unconnected; receive with the sender's address, and send "
            + "to that address.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                while True:
                    message, client = server.recvfrom(65535)
                    server.sendto(message.upper(), client)  # no connect
                """,
            [Language.Java] = """
                server.send(new DatagramPacket(answer, answer.length,
                    packet.getSocketAddress()));            // no connect
                """,
            [Language.C] = """
                sendto(server, buffer, length, 0, (struct sockaddr *)&client, size);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer first = trial.Open();
        UdpPeer second = trial.Open();
        if (Unready(trial, first) is { } unready)
        {
            return unready;
        }

        byte[] question = Question(3);
        byte[] expected = trial.Traits.Manner.Answer(question);
        if (second.Ask(question, expected) is not null
            || (first.HasDatagram && first.Receive() is { } astray && astray.Is(expected))
            || !IsAnswered(trial, first, 4))
        {
            // Right; or the answer went to the other client, or the program has ended, which are
            // findings of their own.
            return Verdict.Passed;
        }

        // The first has spoken again: now the second may be heard, which is a lesser fault.
        return second.Receive() is not null || second.Ask(question, expected) is not null
            ? Verdict.Passed
            : Verdict.Failed(
                "The first client got 3 answers to 3 datagrams, the second none to 2.");
    }
}
