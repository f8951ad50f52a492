namespace Doorway.Check.Server;

/// <summary>While one client is silent, the others are not answered.</summary>
sealed class BlockedByClient : DatagramCase
{
    public override string Id => "udp/clients/blocked";

    public override string Title => "Waits for one client while others ask";

    public override string Requirement =>
        "A client that falls silent does not keep a server from answering others.";

    public override string Source => "RFC 768; RFC 8085 3.3 (a datagram may be lost)";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server that waits for the next datagram of one client, a second line or a thank "
            + "you, waits for ever where the client has left or the datagram was lost. All others "
            + "wait with it, or have their datagrams thrown away.",
        How = "One client asks and gets its answer, and then says nothing. Another one asks. Then "
            + "the first one speaks again.",
        Causes =
        [
            "A second receive within the loop waits for the same client to go on.",
            "An inner loop stays with one client until that says that it has finished.",
        ],
        Fix = "Have one receive call in the loop, and answer whoever it was. What has to be kept "
            + "of a client belongs in a table by its address.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                states = {}
                while True:
                    message, client = server.recvfrom(65535)
                    states[client] = states.get(client, 0) + 1
                    server.sendto(message.upper(), client)
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer first = trial.Open();
        UdpPeer second = trial.Open();
        byte[] question = Question(2);
        byte[] expected = trial.Traits.Manner.Answer(question);
        if (!IsAnswered(trial, first, 1))
        {
            return Verdict.Skipped("It does not answer an ordinary datagram.");
        }

        if (second.Ask(question, expected) is not null)
        {
            return Verdict.Passed;
        }

        first.Send(Question(3));
        bool isHeard = second.Receive() is not null;
        bool isServed = isHeard || second.Ask(question, expected) is not null;
        return isServed
            ? Verdict.Failed(
                "The second client got no answer until the first one, who had its own already, "
                    + $"sent another datagram; {(isHeard ? "then the answer came."
                        : "the datagram was lost, and a second one was answered.")}")
            : Verdict.Passed;
    }
}
