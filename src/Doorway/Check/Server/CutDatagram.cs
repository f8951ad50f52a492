namespace Doorway.Check.Server;

/// <summary>A datagram that fits into an Ethernet frame is cut.</summary>
sealed class CutDatagram : DatagramCase
{
    // An Ethernet frame has room for 1,472 bytes behind the headers of IPv4 and UDP, and for 1,452
    // behind those of IPv6.
    internal const int Size = 1_400;

    public override string Id => "udp/datagram/cut";

    public override string Title => "Cuts a datagram of 1,400 bytes";

    public override string Requirement =>
        "A datagram that travels in one Ethernet frame is answered whole.";

    public override string Source =>
        "RFC 8085 3.2 (message sizes); recv(2): bytes that do not fit are discarded";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A receive call takes one datagram. What does not fit into its buffer is thrown "
            + "away, mostly without an error, and the next call takes the next datagram: the rest "
            + "can't be fetched later, as it can over TCP. Up to 1,472 bytes travel in one "
            + "Ethernet frame, so a client may well send them.",
        How = "One datagram of 1,400 letters is sent; what comes back is measured.",
        Causes =
        [
            "The receive buffer is shorter than the datagram.",
            "The answer is copied to a buffer that is shorter.",
        ],
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
                ssize_t length = recvfrom(server, buffer, sizeof buffer, 0,
                                          (struct sockaddr *)&client, &size);
                """,
            [Language.CSharp] = """
                byte[] buffer = new byte[65535];
                """,
            [Language.Go] = """
                buffer := make([]byte, 65535)
                """,
            [Language.Rust] = """
                let mut buffer = [0u8; 65535];
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        byte[] message = Letters(Size);
        byte[] expected = trial.Traits.Manner.Answer(message);
        byte[] answer = Ask(peer, message, expected);
        return !IsCut(answer, expected)
            ? Verdict.Passed
            : Verdict.Failed(
                answer.Length == 0
                    ? $"A datagram of {Size:N0} bytes got no answer: {Fate(trial)}."
                    : $"Of a datagram of {Size:N0} bytes {answer.Length:N0} came back.",
                new Evidence.Difference(expected, answer));
    }

    /// <summary>So many letters, in which it shows where a part is missing.</summary>
    internal static byte[] Letters(int count)
    {
        byte[] letters = new byte[count];
        for (int i = 0; i < count; i++)
        {
            letters[i] = (byte)('a' + (i + i / 26) % 26);
        }

        return letters;
    }

    /// <summary>
    /// What comes back in all: an answer in several datagrams is a finding of its own.
    /// </summary>
    internal static byte[] Ask(UdpPeer peer, byte[] message, byte[] expected)
    {
        peer.Send(message);
        var came = new List<byte>();
        byte[] last = [];
        while (came.Count < expected.Length && peer.Receive() is { } part)
        {
            // A second copy is a finding of its own, too.
            if (!part.Is(last))
            {
                came.AddRange(last = part.Bytes);
            }
        }

        return [.. came];
    }

    /// <summary>Whether the end is missing.</summary>
    internal static bool IsCut(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> expected) =>
        answer.Length < expected.Length && expected.StartsWith(answer);
}
