using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>All that is known of a check at one moment; every report is drawn from one.</summary>
sealed record CheckSheet
{
    /// <summary>What was asked for.</summary>
    public required CheckRequest Request { get; init; }

    /// <summary>What the program is; null while that is not known.</summary>
    public Traits? Traits { get; init; }

    /// <summary>The results so far, in the order of the suite.</summary>
    public IReadOnlyList<CaseResult> Results { get; init; } = [];

    /// <summary>Why the program could not be checked at all.</summary>
    public Finding? NotStarted { get; init; }

    /// <summary>What was found out, and what this machine does not allow.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Whether it has come to its end, whatever the reason; not so while it runs, and
    /// after a crash.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Whether all was tried; not so either where its time was over, or a signal ended it.
    /// </summary>
    public bool IsComplete { get; init; }

    /// <summary>The exit code of the signal that ended it; null where none did.</summary>
    public int? StoppedWith { get; init; }

    /// <summary>Whether each case had a network of its own; null while that is not known.
    /// </summary>
    public bool? IsIsolated { get; init; }

    /// <summary>How long it took so far.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>What it is written in, as far as known.</summary>
    public Language Language => Traits?.Language ?? Language.Unknown;

    /// <summary>What is wrong, MUST first, then in the order of the suite.</summary>
    public IEnumerable<CaseResult> Findings => Results
        .Where(result => result.Outcome == CaseOutcome.Failed).OrderBy(result => result.Level);

    /// <summary>
    /// Why the program never started, where no result says so too: one cause is told once.
    /// </summary>
    public Finding? Unlisted => Findings.Any() ? null : NotStarted;

    /// <summary>The results that ended so.</summary>
    public IEnumerable<CaseResult> With(CaseOutcome outcome) =>
        Results.Where(result => result.Outcome == outcome);

    /// <summary>What the exit code is, by what is known.</summary>
    public int ExitCode => StoppedWith ?? (NotStarted is not null ? Cli.ExitCode.NotStarted
        : Findings.Any(result => result.Level == CheckLevel.Must) ? Cli.ExitCode.Failed
        : With(CaseOutcome.Broken).Any() || !IsComplete ? Cli.ExitCode.OwnFault
        : Results.All(result => result.Outcome == CaseOutcome.Skipped) ? Cli.ExitCode.NotStarted
        : Cli.ExitCode.Ok);
}
