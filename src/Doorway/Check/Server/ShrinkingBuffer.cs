using System.Text;

namespace Doorway.Check.Server;

/// <summary>A datagram is cut to the length of the one before.</summary>
sealed class ShrinkingBuffer : DatagramCase
{
    public override string Id => "udp/datagram/shrinking-buffer";

    public override string Title => "Cuts a datagram to the length of the one before";

    public override string Requirement =>
        "A datagram is received whole, however short the one before it was.";

    public override string Source =>
        "RFC 768 (Length); recv(2): bytes that do not fit into the buffer are discarded";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A receive call may fill as much of the buffer as it is told. Where that room was "
            + "set to the length of the last message, and not set back, every later datagram is "
            + "cut to the shortest one so far. The rest of it is lost without an error.",
        How = "A datagram of 12 bytes is sent, and then one of 36.",
        Causes =
        [
            "One object is the buffer for receiving and for answering: it is set to the answer, "
                + "and received into again.",
            "The length of the last datagram is passed to the next receive call.",
        ],
        Fix = "Give every receive call the whole buffer, or a new one.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Java] = """
                while (true) {
                    var packet = new DatagramPacket(buffer, buffer.length);
                    server.receive(packet);
                    server.send(new DatagramPacket(answer, answer.length,
                        packet.getSocketAddress()));
                }
                """,
            [Language.Python] = """
                message, client = server.recvfrom(65535)  # the same number every time
                """,
            [Language.C] = """
                ssize_t length = recvfrom(server, buffer, sizeof buffer, 0,
                                          (struct sockaddr *)&client, &size);
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] = "setData() or setLength() of the DatagramPacket that is received "
                + "into again: receive() stores no more than that length.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        if (!IsAnswered(trial, peer, 1))
        {
            return Verdict.Skipped("It does not answer an ordinary datagram.");
        }

        byte[] longer = Encoding.ASCII.GetBytes("Later datagram, longer than earliest");
        byte[] expected = trial.Traits.Manner.Answer(longer);
        if (peer.Ask(longer, expected) is not { } answer || answer.Is(expected))
        {
            return Verdict.Passed;
        }

        int most = Question(1).Length * 2;
        return answer.Bytes.Length < most && expected.AsSpan().StartsWith(answer.Bytes)
            ? Verdict.Failed(
                $"A datagram of {Question(1).Length} bytes was answered; of the next one's "
                    + $"{longer.Length} bytes {answer.Bytes.Length} came back.",
                new Evidence.Difference(expected, answer.Bytes))
            : Verdict.Passed;
    }
}
