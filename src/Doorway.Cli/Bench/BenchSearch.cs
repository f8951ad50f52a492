namespace Doorway.Cli.Bench;

/// <summary>The search for the highest rate that a server bears, in words.</summary>
static class BenchSearch
{
    /// <summary>What was found.</summary>
    public static string Words(LoadSearchResult search, BenchPlan plan)
    {
        string limit = $"p99 under {Amount.Time(plan.SearchUnder ?? TimeSpan.Zero)}";
        string fails = search.FailsFrom is { } rate ? $"; {Amount.Rate(rate)} do not" : "";
        return search.Best?.Plan.Rate is { } best
            ? $"{Amount.Rate(best)} messages a second keep {limit}{fails} "
                + $"({Amount.Of(search.Steps.Count, "run")})"
            : $"no rate keeps {limit}{fails} ({Amount.Of(search.Steps.Count, "run")})";
    }

    /// <summary>What a run of it brought.</summary>
    public static string Words(LoadStep step) =>
        $"{Amount.Rate(step.Rate),10}/s  " + (step.Failure is { } why
            ? $"fails: {why}"
            : $"holds: p99 {Amount.Time(step.Report.FromPlan.Percentile(99))}");

    /// <summary>Why a search that found nothing is a failure; null when it found a rate.</summary>
    public static string? Failure(LoadSearchResult search, BenchPlan plan) =>
        search.Best is not null ? null
            : $"TIMEOUT {plan.Load.Target}: {Words(search, plan)}: {Why(search)}";

    static string Why(LoadSearchResult search) =>
        search.Steps.LastOrDefault(step => !step.Holds)?.Failure ?? search.Ended.TrimEnd('.');
}
