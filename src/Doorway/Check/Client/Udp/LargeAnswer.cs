using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>A large answer is cut, and nobody is told.</summary>
sealed class LargeAnswer : CheckCase
{
    const int Length = 60_000;
    const int Frame = 1_400;

    // One that loses the last bytes of every answer is that case's too.
    const int Slip = 16;

    public override string Id => "udp/client/large-answer";

    public override string Title => "Cuts a large answer and doesn't say so";

    public override string Requirement =>
        "An answer of any size that UDP allows, up to 65,507 bytes, is shown whole.";

    public override string Source =>
        "RFC 768 (Length), RFC 791 3.1 (Total Length); recvfrom(2) (MSG_TRUNC)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A datagram over IPv4 holds up to 65,507 bytes. A smaller buffer is fine where both "
            + "sides agreed on the largest message; what is longer loses its end without an error.",
        How = "A line is typed and answered with 60,000 letters, and the letters on standard "
            + "output are counted.",
        Causes = ["The buffer is smaller than the largest datagram."],
        Fix = "Receive into 65,535 bytes, or look whether the answer was cut.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "answer, server_address = client_socket.recvfrom(65535)",
            [Language.Java] = "byte[] buffer = new byte[65535];",
            [Language.C] = """
                /* on Linux, with MSG_TRUNC the true length comes back, longer than the buffer */
                ssize_t length = recv(client, answer, sizeof answer, MSG_TRUNC);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        string line = LongLine.Word(Length);
        var talk = new UdpTalk(trial);
        Received question = talk.Ask("a-very-long-answer-please");
        byte[] answer = talk.Right(line);
        talk.Door.SendTo(answer, question.From);
        string end = Encoding.UTF8.GetString(answer, answer.Length - 16, 16);
        trial.Until(() => talk.Client.HasExited
            || talk.Client.Output.Text.Contains(end, StringComparison.Ordinal));
        talk.End();
        return AnswerCut.ShownOf(talk.Client.Output, answer) switch
        {
            < Frame => Verdict.Skipped("short ones are cut too: see udp/client/answer-cut"),
            int shown when shown < answer.Length - Slip => Verdict.Failed(
                $"{answer.Length:N0} bytes were sent as one answer, and {shown:N0} of them are "
                + "shown."),
            _ => Verdict.Passed,
        };
    }
}
