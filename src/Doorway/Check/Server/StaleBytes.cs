using System.Text;

namespace Doorway.Check.Server;

/// <summary>The answer carries the rest of an earlier, longer datagram.</summary>
sealed class StaleBytes : DatagramCase
{
    public override string Id => "udp/datagram/stale-bytes";

    public override string Title => "Answers with the rest of an earlier datagram";

    public override string Requirement =>
        "An answer is made from the bytes of its own datagram, and from no bytes that were left in "
            + "the buffer before.";

    public override string Source =>
        "RFC 768 (Length); recv(2): the return value is the datagram's length";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A receive call writes a datagram to the beginning of the buffer and leaves the rest "
            + "of the buffer as it was. A program that reads on behind the datagram's end finds "
            + "what an earlier, longer datagram left there. The first answer is right, so the "
            + "fault shows only at the second client, who gets words of the first one.",
        How = "A datagram of 36 bytes is sent, and then one of 12.",
        Causes =
        [
            "The length that the receive call returned is not used: the whole buffer is taken, or "
                + "all up to the first NUL byte.",
        ],
        Fix = "Take as many bytes from the buffer as the receive call said it received.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                length, client = server.recvfrom_into(buffer)
                message = bytes(buffer[:length])
                """,
            [Language.Java] = """
                String text = new String(
                    packet.getData(), packet.getOffset(), packet.getLength(),
                    StandardCharsets.UTF_8);
                """,
            [Language.C] = """
                ssize_t length = recvfrom(server, buffer, sizeof buffer, 0,
                                          (struct sockaddr *)&client, &size);
                sendto(server, buffer, length, 0, (struct sockaddr *)&client, size);
                """,
            [Language.CSharp] = """
                int length = server.ReceiveFrom(buffer, ref client);
                string text = Encoding.UTF8.GetString(buffer, 0, length);
                """,
            [Language.Go] = """
                length, client, err := server.ReadFrom(buffer)
                answer := bytes.ToUpper(buffer[:length])
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] = "getData() returns the whole buffer; how much of it is the datagram "
                + "is told by getLength(). trim() takes away NULs, not an earlier message.",
            [Language.C] = "recvfrom puts no NUL behind the datagram, so strlen or %s reads on.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Manner.PaddedTo > 0)
        {
            return Verdict.Skipped("Every answer is a whole buffer; that is a finding of its own.");
        }

        trial.Serve();
        UdpPeer peer = trial.Open();
        byte[] longer = Encoding.ASCII.GetBytes("Earlier datagram, longer than others");
        byte[] before = trial.Traits.Manner.Answer(longer);
        if (peer.Ask(longer, before) is not { } first || !first.Is(before))
        {
            return Verdict.Skipped("It does not answer a datagram of 36 bytes.");
        }

        byte[] question = Question(1);
        byte[] expected = trial.Traits.Manner.Answer(question);
        byte[] answer = peer.Ask(question, expected)?.Bytes ?? [];
        byte[] rest = answer[Math.Min(expected.Length, answer.Length)..];
        return rest.Length == 0 || before.AsSpan().IndexOf(rest) < 0
            ? Verdict.Passed
            : Verdict.Failed(
                $"The answer to {question.Length} bytes has {answer.Length}: behind it are "
                    + $"{rest.Length} bytes of the datagram before.",
                new Evidence.Difference(expected, answer));
    }
}
