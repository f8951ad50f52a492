using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>An answer that fits into a frame is shown in part.</summary>
sealed class AnswerCut : CheckCase
{
    const int Length = 1_400;

    public override string Id => "udp/client/answer-cut";

    public override string Title => "Cuts the answer";

    public override string Requirement => "An answer of 1,400 bytes is shown whole.";

    public override string Source => "recvfrom(2) (MSG_TRUNC); RFC 8085 3.2 (message size)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A receive takes one datagram. What doesn't fit into its buffer is thrown away, "
            + "without an error, and the next receive gives the next datagram, not the rest. 1,400 "
            + "bytes fit into one Ethernet frame: nearly every path carries them.",
        How = "A line is typed and answered with 1,400 letters, and the letters on standard output "
            + "are counted.",
        Causes =
        [
            "The buffer, or the number that is given to recvfrom, is too small.",
            "The length is used wrongly, by one too few.",
        ],
        Fix = "Receive into a buffer that holds the longest answer: 65,535 bytes hold any "
            + "datagram.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "answer, server_address = client_socket.recvfrom(65535)",
            [Language.Java] = """
                byte[] buffer = new byte[65535];
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                """,
            [Language.C] = "static char answer[65536];",
            [Language.Go] = "buffer := make([]byte, 65535)",
        },
    };

    /// <summary>
    /// How many bytes of a text of <see cref="LongLine.Word"/>'s are shown; null where none
    /// is, or in a form in which that can't be told.
    /// </summary>
    public static int? ShownOf(Captured output, byte[] answer)
    {
        ReadOnlySpan<byte> printed = output.Bytes;
        int at = printed.IndexOf(answer.AsSpan(0, 6));
        return at < 0 ? null : printed[at..].CommonPrefixLength(answer);
    }

    internal override Verdict Run(Trial trial)
    {
        string line = LongLine.Word(Length);
        var talk = new UdpTalk(trial);
        Received question = talk.Ask("a-long-answer-please");
        byte[] answer = talk.Right(line);
        talk.Door.SendTo(answer, question.From);
        talk.Shows(Encoding.UTF8.GetString(answer));
        return ShownOf(talk.Client.Output, answer) is { } shown && shown < answer.Length
            ? Verdict.Failed(
                $"{answer.Length} bytes were sent as one answer, and {shown} of them are shown.",
                new Evidence.Difference(
                    answer.AsMemory(Math.Max(shown - 20, 0), Math.Min(40, answer.Length - shown)),
                    answer.AsMemory(Math.Max(shown - 20, 0), Math.Min(20, shown))))
            : Verdict.Passed;
    }
}
