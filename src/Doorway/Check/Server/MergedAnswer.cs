namespace Doorway.Check.Server;

/// <summary>Two datagrams are answered as one.</summary>
sealed class MergedAnswer : DatagramCase
{
    public override string Id => "udp/answer/merged";

    public override string Title => "Answers two datagrams by one";

    public override string Requirement => "Each datagram gets an answer of its own.";

    public override string Source => "RFC 768; udp(7): a receive call returns one datagram";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "UDP keeps messages apart, whatever waits in the socket. A program that collects "
            + "datagrams before it answers glues two questions together: one gets both answers, "
            + "and the other none. It shows only while the server is busy.",
        How = "The program is stopped for a moment, three datagrams are sent, and it goes on.",
        Causes =
        [
            "All datagrams that wait are read into one buffer, and the buffer is answered.",
            "Bytes of an earlier datagram are kept, as one does for TCP's stream.",
        ],
        Fix = "Answer each datagram where it is received, before the next one is.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                message, client = server.recvfrom(65535)
                server.sendto(message.upper(), client)
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

        byte[][] questions = [Question(3), Question(4), Question(5)];
        byte[][] expected = [.. questions.Select(one => trial.Traits.Manner.Answer(one))];
        using (new Pause(trial))
        {
            foreach (byte[] question in questions)
            {
                peer.Send(question);
            }
        }

        byte[][] first = [.. expected];
        while (first.Length > 0 && peer.Receive() is { } answer)
        {
            first = [.. first.Where(one => !answer.Is(one))];
            int parts = expected.Any(one => answer.Is(one)) ? 1
                : expected.Count(one => answer.Bytes.AsSpan().IndexOf(one) >= 0);
            if (parts > 1)
            {
                return Verdict.Failed(
                    $"Three datagrams were waiting, and one answer carried {parts} of them.",
                    new Evidence.Difference(expected[0], answer.Bytes));
            }
        }

        return Verdict.Passed;
    }
}
