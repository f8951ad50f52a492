namespace Doorway.Check.Server;

/// <summary>The largest datagram is cut.</summary>
sealed class CutLargeDatagram : DatagramCase
{
    // RFC 791 and RFC 768: 65,535 bytes less the headers of IPv4 (20) and UDP (8).
    const int Largest = 65_507;

    public override string Id => "udp/datagram/cut-large";

    public override string Title => "Cuts large datagrams";

    public override string Requirement =>
        "A datagram of any size that UDP allows, up to 65,507 bytes, is answered whole.";

    public override string Source =>
        "RFC 768 (Length), RFC 791 3.1 (Total Length); recv(2)";

    protected override CheckLevel Level => CheckLevel.Note;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The number given to the receive call is the longest datagram that the program can "
            + "take: the textbook's 2,048 is a choice, not a rule of UDP. What is longer is cut "
            + "without an error. Large datagrams are rare, since IP has to cut them into fragments "
            + "(RFC 8085 3.2), so this is good to know and no fault.",
        How = "One datagram of 65,507 letters, the longest there is over IPv4, is sent. "
            + "Acceptable: the whole answer. An answer with the first part alone, or none, is told "
            + "here.",
        Causes = ["The receive buffer is shorter than the datagram."],
        Fix = "Receive into 65,535 bytes: no UDP datagram is longer.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                message, client = server.recvfrom(65535)
                """,
            [Language.Java] = """
                byte[] buffer = new byte[65535];
                """,
            [Language.C] = """
                static char buffer[65535];
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        peer.Socket.ReceiveBufferSize = Largest * 4;
        peer.Socket.SendBufferSize = Largest * 4;
        byte[] message = CutDatagram.Letters(Largest);
        byte[] expected = trial.Traits.Manner.Answer(message);
        byte[] answer = CutDatagram.Ask(peer, message, expected);
        if (!CutDatagram.IsCut(answer, expected))
        {
            return Verdict.Passed;
        }

        if (answer.Length == 0)
        {
            return Verdict.Failed(
                $"A datagram of {Largest:N0} bytes got no answer: {Fate(trial)}.");
        }

        return answer.Length < CutDatagram.Size
            ? Verdict.Skipped($"It cuts datagrams of {CutDatagram.Size:N0} bytes already.")
            : Verdict.Failed(
                $"Of a datagram of {Largest:N0} bytes {answer.Length:N0} came back: the buffer "
                    + $"seems to have {answer.Length:N0} bytes.",
                new Evidence.Difference(expected, answer));
    }
}
