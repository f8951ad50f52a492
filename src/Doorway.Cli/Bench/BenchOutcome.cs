namespace Doorway.Cli.Bench;

/// <summary>What came of `doorway bench`.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="Report">
/// What was measured; of a search at the highest rate that held, else in its last run.
/// </param>
/// <param name="Search">The search; null of a single run.</param>
sealed record BenchOutcome(BenchPlan Plan, LoadReport Report, LoadSearchResult? Search = null)
{
    /// <summary>Why it is a failure, in its line; null when it is none.</summary>
    public string? Failure { get; init; }
}
