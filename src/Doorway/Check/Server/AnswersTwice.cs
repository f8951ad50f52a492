namespace Doorway.Check.Server;

/// <summary>A datagram is answered more than once.</summary>
sealed class AnswersTwice : DatagramCase
{
    public override string Id => "udp/answer/twice";

    public override string Title => "Answers a datagram twice";

    public override string Requirement => "A datagram is answered once.";

    public override string Source =>
        "RFC 768 (no sure protection from duplicates); "
        + "RFC 8085 3.1 (a sender keeps down what it sends)";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The client takes the first copy for its answer. The second waits in its socket, and "
            + "is taken for the answer to the next question: from then on every answer is the one "
            + "of the question before. Who fakes a sender's address has the server send it twice "
            + "as much as he sends himself.",
        How = "One datagram is sent; all that comes back until the server is idle is counted.",
        Causes =
        [
            "The answer is sent twice, such as once before and once within a condition.",
            "Two threads or processes answer, of which one should.",
            "The answer is repeated in case it gets lost. Only the client can know that it did.",
        ],
        Fix = "Send each answer by one call, in one place.",
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        byte[] question = Question(1);
        byte[] expected = trial.Traits.Manner.Answer(question);
        peer.Send(question);
        List<Received> answers = peer.ReceiveAll();
        int copies = answers.Count(answer => answer.Is(answers[0].Bytes));
        return copies < 2
            ? Verdict.Passed
            : Verdict.Failed(
                $"One datagram of {question.Length} bytes got {copies} answers, all alike.",
                new Evidence.Difference(
                    expected, answers.Take(4).SelectMany(answer => answer.Bytes).ToArray()));
    }
}
