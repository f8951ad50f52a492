namespace Doorway.Check;

/// <summary>What a case says of a program.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Finding">What is wrong, where it failed.</param>
/// <param name="Reason">Why it could not be judged, where it was skipped.</param>
sealed record Verdict(CaseOutcome Outcome, Finding? Finding = null, string? Reason = null)
{
    /// <summary>The requirement is met.</summary>
    public static Verdict Passed { get; } = new(CaseOutcome.Passed);

    /// <summary>It is not.</summary>
    public static Verdict Failed(Finding finding) => new(CaseOutcome.Failed, finding);

    /// <summary>It is not, and a sentence says all.</summary>
    public static Verdict Failed(string symptom, params Evidence[] evidence) =>
        new(CaseOutcome.Failed, new Finding { Symptom = symptom, Evidence = evidence });

    /// <summary>It can't be judged.</summary>
    public static Verdict Skipped(string reason) => new(CaseOutcome.Skipped, Reason: reason);
}
