namespace Doorway.Check;

/// <summary>A case, and what came of it on one program.</summary>
public sealed record CaseResult
{
    /// <summary>The case.</summary>
    public required CheckCase Case { get; init; }

    /// <summary>How much it asks of this program.</summary>
    public required CheckLevel Level { get; init; }

    /// <summary>How it ended.</summary>
    public required CaseOutcome Outcome { get; init; }

    /// <summary>What is wrong, where it failed.</summary>
    public Finding? Finding { get; init; }

    /// <summary>Why it was skipped, or how Doorway failed.</summary>
    public string? Reason { get; init; }

    /// <summary>What went between Doorway and the program, in order.</summary>
    public IReadOnlyList<TraceEvent> Trace { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; init; }
}
