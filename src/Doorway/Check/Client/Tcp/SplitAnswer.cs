using System.Text;

namespace Doorway.Check.Client.Tcp;

/// <summary>One receive is taken for one answer.</summary>
sealed class SplitAnswer : TcpClientCase
{
    const int First = 8;

    public override string Id => "tcp/client/split-answer";

    public override string Title => "Takes one recv for one answer";

    public override string Requirement =>
        "An answer that arrives in several segments is shown whole.";

    public override string Source =>
        "RFC 9293 3.9.1.2 (no boundaries in the stream); recv(2)";

    // The textbook's answer is short and has no end of its own.
    protected override CheckLevel? LevelOf(CheckProfile profile) => profile switch
    {
        CheckProfile.Textbook => CheckLevel.Note,
        CheckProfile.Line => CheckLevel.Must,
        CheckProfile.TwoWay => null,
        _ => CheckLevel.Should,
    };

    public override Explanation Explanation { get; } = new()
    {
        Why = "TCP carries a stream of bytes and knows nothing of messages: an answer that was "
            + "sent by one call may arrive in two pieces. On loopback a short answer mostly "
            + "arrives whole, so the fault stays hidden until the program runs over a real "
            + "network. What was left over is then taken for the next answer.",
        How = $"The server sends the first {First} bytes of the answer, waits until the program "
            + "has taken them, and sends the rest.",
        Causes = ["The program calls recv once and takes what it returns for the whole answer."],
        Fix = "Receive in a loop until the answer's end is there: its newline, its length where "
            + "that is known, or the end of the stream where the server closes.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                answers = client_socket.makefile("rb")     # once for each connection
                answer = answers.readline()                # to the newline
                answer = answers.read()                    # or to the end of the stream
                """,
            [Language.Java] = """
                String answer = in.readLine(); // to the newline
                // or, where the server closes after its answer:
                byte[] all = socket.getInputStream().readAllBytes();
                """,
            [Language.C] = """
                /* to the end of the stream; where lines are answered, to a '\n' in it */
                while ((count = recv(client, answer + length, sizeof answer - length, 0)) > 0)
                    length += count;
                """,
        },
    };

    internal override Verdict Run(Trial trial) => Judge(trial, new TcpTalk(trial));

    /// <summary>Whether a new one fails at this. Then one cause is found once.</summary>
    public static bool Fails(Trial trial, TcpEntrance door) =>
        Judge(trial, new TcpTalk(trial, door)).Outcome == CaseOutcome.Failed;

    static Verdict Judge(Trial trial, TcpTalk talk)
    {
        string answer = TcpTalk.Greeting;
        if (trial.Traits.Profile != CheckProfile.Greeting)
        {
            talk.Ask("hello, split world");
            answer = talk.Right("hello, split world");
        }

        talk.AnswerInTwo(answer, First);
        Sighting seen = talk.Find(answer);
        return seen.As != Shown.Short || seen.Text.Length > First
            ? Verdict.Passed
            : Verdict.Failed(
                $"{answer.Length} bytes were sent in two segments, and the first {First} were "
                    + "shown as the answer.",
                new Evidence.Difference(
                    Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(seen.Text)));
    }
}
