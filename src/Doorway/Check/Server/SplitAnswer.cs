using System.Text;

namespace Doorway.Check.Server;

/// <summary>One answer comes in several datagrams.</summary>
sealed class SplitAnswer : DatagramCase
{
    public override string Id => "udp/answer/split";

    public override string Title => "Answers one datagram by several";

    public override string Requirement => "The answer to a datagram is one datagram.";

    public override string Source =>
        "RFC 768 (delivery is not sure); RFC 8085 3.3 (nor is the order)";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client reads one datagram and takes it for the answer: it shows the first part, "
            + "and takes the second for the answer to its next question. Nor do several datagrams "
            + "have to arrive in order, or all of them.",
        How = "One datagram of 600 bytes in ten lines is sent, and the datagrams that come back "
            + "are counted.",
        Causes =
        [
            "The answer is sent in pieces: a line, a word or a part of the buffer at a time.",
            "A head and a body, or the text and its newline, are sent by two calls.",
        ],
        Fix = "Put the whole answer into one buffer and send it by one call.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server.sendto(answer, client)  # once
                """,
            [Language.Java] = """
                byte[] answer = text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
                server.send(new DatagramPacket(answer, answer.length, client));
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        byte[] message = Encoding.ASCII.GetBytes(string.Concat(
            Enumerable.Range(0, 10).Select(line => $"line {line} of ten lines, each of which has "
                + "sixty bytes or so\n")));
        byte[] expected = trial.Traits.Manner.Answer(message);
        peer.Send(message);
        var parts = new List<byte[]>();
        var all = new List<byte>();
        while (all.Count < expected.Length && peer.Receive() is { } part)
        {
            parts.Add(part.Bytes);
            all.AddRange(part.Bytes);
        }

        return parts.Count < 2 || parts[1].AsSpan().SequenceEqual(parts[0])
            ? Verdict.Passed
            : Verdict.Failed(
                $"A datagram of {message.Length} bytes was answered by {parts.Count} datagrams, of "
                    + $"{string.Join(", ", parts.Take(8).Select(part => part.Length))} bytes.",
                new Evidence.Difference(expected, parts[0]));
    }
}
