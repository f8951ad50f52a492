namespace Doorway.Check.Client.Udp;

/// <summary>A late answer is taken for the answer to the next question.</summary>
sealed class LateAnswer : CheckCase
{
    const string First = "the-first-question";
    const string Second = "the-second-question";

    public override string Id => "udp/client/late-answer";

    public override string Title => "Takes a late answer for the current one";

    public override string Requirement =>
        "An answer that comes after the client gave it up is not taken for the next question's.";

    public override string Source => "RFC 8085 3.3 (delay, reordering)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient && UdpTalk.GoesOn(traits) ? CheckLevel.Should : null;

    internal override TimeSpan ExtraTime => NoTimeout.Enough;

    public override Explanation Explanation { get; } = new()
    {
        Why = "An answer that wasn't there in time may still be under way. It arrives when the "
            + "next question has been sent, and from then on every answer is the one before: the "
            + "program is wrong for as long as it runs, and looks as if it were right.",
        How = "The first line is not answered. When the client gave up and has sent the second, "
            + "the first one's answer comes, and then the second's.",
        Causes = ["Whatever comes next is taken for the answer to what was sent last."],
        Fix = "Take a new socket for each question, so that an old answer finds nobody; or put a "
            + "number into the question which the answer repeats; or compare the answer with the "
            + "question where that is possible.",
        Fixes = FreshSocket.Fixes,
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        Received first = talk.Ask(First);
        talk.Client.Type(Second + "\n");
        trial.Until(() => talk.HasMore);
        if (talk.HasMore && talk.Next() is not null)
        {
            return Verdict.Skipped("it sends the next line without waiting for an answer");
        }

        Received? second = null;
        talk.Within(NoTimeout.Time(trial), () => talk.Client.HasExited
            || (talk.HasMore && (second = talk.Next()) is not null));
        if (second is not { } now)
        {
            return Verdict.Skipped("it never gives the first up: see udp/client/no-timeout");
        }

        string late = talk.RightText(First);
        talk.Answer(first.From, First);
        trial.Until(() => talk.Client.HasExited || Screen.Has(talk.Client.Output, late));
        talk.Answer(now.From, Second);
        talk.Find(talk.RightText(Second));
        talk.End();
        return Screen.Has(talk.Client.Output, late)
                && !Screen.Has(talk.Client.Output, talk.RightText(Second))
            ? Verdict.Failed(
                "The first question's answer came late, and is shown as the second one's.",
                new Evidence.Difference(talk.Right(Second), talk.Right(First)))
            : Verdict.Passed;
    }
}
