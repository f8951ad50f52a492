using System.Text;

namespace Doorway.Check.Server;

/// <summary>Blanks at the ends of a message are lost.</summary>
sealed class LostBlanks : DatagramCase
{
    public override string Id => "udp/datagram/lost-blanks";

    public override string Title => "Loses blanks at the ends of a message";

    public override string Requirement =>
        "Blanks before and behind a message's words are part of it, and come back.";

    public override string Source => "RFC 768 (Length): a datagram says itself where it ends";

    protected override CheckLevel Level => CheckLevel.Note;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A datagram is the message, from its first byte to its last: nothing has to be "
            + "trimmed off it. A server that trims answers something else than was asked, and "
            + "often hides by it that it has read more of its buffer than it should.",
        How = "A message of 12 bytes with a blank at either end is sent. A newline that is dropped "
            + "is not asked about: a client sends none.",
        Causes = ["The text is trimmed (strip, trim, TrimSpace, split) before it is answered."],
        Fix = "Take the datagram's bytes as they are.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server.sendto(message.decode().upper().encode(), client)  # no strip()
                """,
            [Language.Java] = """
                String text = new String(
                    packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] = "trim() is often there to take off the NULs of an unused buffer; "
                + "with getLength() there are none.",
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

        byte[] message = Encoding.ASCII.GetBytes(" both ends. ");
        byte[] expected = trial.Traits.Manner.Answer(message);
        byte[]? answer = peer.Ask(message, expected)?.Bytes;
        return answer is not null && IsTrimmed(answer, expected)
            ? Verdict.Failed(
                $"Of {message.Length} bytes with a blank at either end {answer.Length} came back.",
                new Evidence.Difference(expected, answer))
            : Verdict.Passed;
    }

    static bool IsTrimmed(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> expected) =>
        answer.Length < expected.Length
            && answer.Trim(" \0"u8).SequenceEqual(expected.Trim(" \0"u8));
}
