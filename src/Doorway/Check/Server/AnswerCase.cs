namespace Doorway.Check.Server;

/// <summary>
/// A case about what a server makes of a short message, judged by what it answered as it was met
/// first. There is one for TCP and one for UDP of each.
/// </summary>
abstract class AnswerCase(Transport transport, string name) : CheckCase
{
    public override string Id => $"{transport.Scheme()}/answer/{name}";

    public override CheckRole Role => CheckRole.Server;

    public override string Source => "the service: a message comes back in upper case";

    internal override bool NeedsAnswer => false;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.Role == CheckRole.Server && traits.Transport == transport
            && traits.Profile is not (CheckProfile.Greeting or CheckProfile.TwoWay)
            ? Level : null;

    /// <summary>How much is asked.</summary>
    private protected virtual CheckLevel Level => CheckLevel.Must;

    /// <summary>The finding, where it is this one.</summary>
    /// <param name="traits">What is known of the program.</param>
    /// <param name="asked">The first message that was answered; the first where none was.</param>
    private protected abstract Finding? Find(Traits traits, Asking asked);

    /// <summary>Which of the messages is the proof; the first that was answered unless told
    /// otherwise.</summary>
    private protected virtual Asking? Proof(Traits traits) =>
        traits.Askings.FirstOrDefault(one => one.IsAnswered)
            ?? (traits.Askings is [var first, ..] ? first : null);

    internal override Verdict Run(Trial trial)
    {
        if (Proof(trial.Traits) is not { } asked)
        {
            return Verdict.Skipped(trial.Traits.Mute ?? "it could not be asked");
        }

        if (Find(trial.Traits, asked) is not { } finding)
        {
            return Verdict.Passed;
        }

        trial.Trace.Adopt(asked.Trace);
        return Verdict.Failed(finding);
    }

    /// <summary>What a right server answers.</summary>
    private protected static byte[] Right(Traits traits, Asking asked) => new Manner
    {
        Letters = RightLetters(traits),
        IsOfLines = traits.Manner.IsOfLines,
    }.Answer(asked.Message);

    /// <summary>What a right server does to letters.</summary>
    private protected static MannerOfLetters RightLetters(Traits traits) =>
        traits.Service == CheckService.Echo ? MannerOfLetters.Unchanged : MannerOfLetters.Upper;

    /// <summary>The finding with its bytes.</summary>
    private protected static Finding Differs(
        Traits traits, Asking asked, string symptom, params IReadOnlyList<string> causes) => new()
        {
            Symptom = symptom,
            Evidence = [new Evidence.Difference(Right(traits, asked), asked.Answer.Bytes)],
            Causes = causes,
        };

    /// <summary>A finding of a server that did not answer.</summary>
    private protected static Finding Silent(Traits traits, Asking asked, string symptom) => new()
    {
        Symptom = symptom,
        Evidence =
        [
            new Evidence.Difference(Right(traits, asked), asked.Answer.Bytes),
            .. asked.LastWords.Count == 0 ? (IReadOnlyList<Evidence>)[]
                : [new Evidence.Text(Running.LastWords.Heading, asked.LastWords)],
        ],
    };
}
