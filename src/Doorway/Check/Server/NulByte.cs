using System.Text;

namespace Doorway.Check.Server;

/// <summary>An answer ends at a NUL byte of the message.</summary>
sealed class NulByte : DatagramCase
{
    public override string Id => "udp/datagram/nul-byte";

    public override string Title => "Takes a NUL byte for the message's end";

    public override string Requirement =>
        "A message ends where its datagram ends, also where a byte of it is NUL.";

    public override string Source => "RFC 768 (Length); RFC 3629 3 (U+0000 is one byte, 00)";

    protected override CheckLevel Level => CheckLevel.Note;

    public override Explanation Explanation { get; } = new()
    {
        Why = "NUL is a character like others, for all but the strings of C. A program that looks "
            + "for it loses the rest of a message that holds one. Text from a keyboard has none, "
            + "so this is good to know and no fault.",
        How = "A message of 12 bytes with a NUL byte in its middle is sent.",
        Causes =
        [
            "The length is found by looking for a NUL (strlen, strcpy, %s), not taken from the "
                + "receive call.",
            "All from the first NUL on is thrown away to clean up a buffer's rest.",
        ],
        Fix = "Carry the length that the receive call returned along with the bytes.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = """
                for (ssize_t i = 0; i < length; i++)
                    buffer[i] = toupper((unsigned char)buffer[i]);
                sendto(server, buffer, length, 0, (struct sockaddr *)&client, size);
                """,
            [Language.Java] = """
                String text = new String(
                    packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
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

        byte[] message = Encoding.ASCII.GetBytes("before\0after");
        byte[] expected = trial.Traits.Manner.Answer(message);
        byte[]? answer = peer.Ask(message, expected)?.Bytes;
        return answer is not null && IsCutAtNul(answer, expected)
            ? Verdict.Failed(
                $"Of {message.Length} bytes with a NUL as the seventh {answer.Length} came back.",
                new Evidence.Difference(expected, answer))
            : Verdict.Passed;
    }

    // The NUL itself may have come along.
    static bool IsCutAtNul(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> expected)
    {
        int nul = expected.IndexOf((byte)0);
        return nul >= 0 && answer.Length <= nul + 1 && expected.StartsWith(answer);
    }
}
