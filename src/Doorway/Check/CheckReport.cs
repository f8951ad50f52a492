namespace Doorway.Check;

/// <summary>All that a check found.</summary>
public sealed record CheckReport
{
    /// <summary>What the program is; null where it never started.</summary>
    public Traits? Traits { get; init; }

    /// <summary>Each case that is for such a program, in the order of the suite.</summary>
    public required IReadOnlyList<CaseResult> Results { get; init; }

    /// <summary>Why the program could not be checked at all; null where it was.</summary>
    public Finding? NotStarted { get; init; }

    /// <summary>Whether each case had a network of its own.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>
    /// Whether <see cref="CheckPlan.TotalTime"/> was over before all had been tried.
    /// </summary>
    public bool IsOutOfTime { get; init; }

    /// <summary>
    /// Why the program could not be asked anything, where that is no finding of a case that was
    /// tried; else null.
    /// </summary>
    public string? NotAsked { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>Whether every MUST holds, and all was tried.</summary>
    public bool IsRight => NotStarted is null && NotAsked is null && !IsOutOfTime
        && Results.All(result =>
            result.Level != CheckLevel.Must || result.Outcome != CaseOutcome.Failed);
}
