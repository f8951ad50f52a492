namespace Doorway.Check.Client.Udp;

/// <summary>A second copy of an answer is taken for the answer to the next question.</summary>
sealed class DuplicateAnswer : CheckCase
{
    const string First = "the-first-question";
    const string Second = "the-second-question";

    public override string Id => "udp/client/duplicate-answer";

    public override string Title => "Takes a second copy of an answer for the next one";

    public override string Requirement =>
        "An answer that comes twice is not taken for the next question's.";

    public override string Source => "RFC 8085 3.3 (duplication)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient && UdpTalk.GoesOn(traits) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A network may deliver a datagram twice, and a client that asked again gets two "
            + "answers. The second copy waits in the socket's buffer until the next receive, which "
            + "takes it for something new; from then on every answer is the one before.",
        How = "The first line is answered twice, the second once.",
        Causes = ["Whatever stands in the socket's buffer is taken for the answer."],
        Fix = "Take a new socket for each question; or throw away what is in the buffer before "
            + "sending; or number the questions.",
        Fixes = FreshSocket.Fixes,
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        Received first = talk.Exchange(First);
        talk.Answer(first.From, First);

        // The copy is there before the second question is.
        Received second = talk.Ask(Second);
        trial.Until(() => talk.Client.HasExited);
        talk.Answer(second.From, Second);
        talk.Find(talk.RightText(Second));
        talk.End();
        return Screen.Count(talk.Client.Output, talk.RightText(First)) > 1
                && !Screen.Has(talk.Client.Output, talk.RightText(Second))
            ? Verdict.Failed(
                "The first question's answer came twice, and is shown as the second one's too.",
                new Evidence.Difference(talk.Right(Second), talk.Right(First)))
            : Verdict.Passed;
    }
}
