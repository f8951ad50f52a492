namespace Doorway.Check.Server;

/// <summary>An empty datagram ends the server.</summary>
sealed class EmptyDatagram : DatagramCase
{
    public override string Id => "udp/datagram/empty";

    public override string Title => "Ends after an empty datagram";

    public override string Requirement =>
        "A datagram without data is a datagram like others, and does not end the service.";

    public override string Source =>
        "RFC 768 (Length: at least 8, the header alone); recv(2): a datagram may have no bytes";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Over TCP a receive of 0 bytes means that the other side has finished. UDP knows no "
            + "end: there it means that a datagram without data has come, as when somebody presses "
            + "the Enter key in the client. A server that takes it for the end stops for "
            + "everybody.",
        How = "An empty datagram is sent, and then an ordinary one. Acceptable: an empty answer or "
            + "none to the first, and the right one to the second.",
        Causes =
        [
            "The loop ends at a length of 0, as it should over TCP.",
            "The text is used without a look whether there is any, such as its first word.",
        ],
        Fix = "End the loop of a UDP server at an error alone. Answer an empty datagram by an "
            + "empty one, or go on to the next.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                while True:                      # not: while message
                    message, client = server.recvfrom(65535)
                    server.sendto(message.upper(), client)
                """,
            [Language.C] = """
                if (length < 0)                  /* not: length <= 0 */
                    break;
                """,
            [Language.Java] = """
                if (packet.getLength() == 0)
                    continue;
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        if (Unready(trial, peer) is { } unready)
        {
            return unready;
        }

        peer.Send([]);
        return IsAliveAfter(trial, peer)
            ? Verdict.Passed
            : Verdict.Failed($"After an empty datagram {Fate(trial)}.");
    }
}
