using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Bench;

/// <summary>How a run is shown while it runs.</summary>
/// <param name="Notices">What is said on standard error.</param>
/// <param name="Events">Events on standard output; null unless asked for.</param>
/// <param name="Screen">The picture on a terminal; null where there is none.</param>
sealed record BenchViews(Notices Notices, JsonEvents? Events, BenchScreen? Screen);

/// <summary>Runs a load, or a search, and shows what each second brings.</summary>
sealed class BenchRun(BenchPlan bench, BenchViews views)
{
    /// <summary>Runs until the end of the plan, or until it is cancelled.</summary>
    public async Task<BenchOutcome> RunAsync(CancellationToken cancellation)
    {
        views.Notices.Say(bench.Heading);
        views.Events?.Write("started", json => BenchJson.Write(json, bench.Load));
        return views.Screen is { } screen
            ? await screen.DuringAsync(() => LoadAsync(cancellation))
            : await LoadAsync(cancellation);
    }

    async Task<BenchOutcome> LoadAsync(CancellationToken cancellation)
    {
        LoadPlan plan = bench.Load with { Progress = Show };
        if (bench.SearchUnder is not { } limit)
        {
            LoadReport report = await LoadRun.RunAsync(plan, cancellation);
            return new BenchOutcome(bench, report) { Failure = BenchVerdict.Of(report) };
        }

        var goal = new LoadGoal
        {
            Latency = limit,
            RunTime = plan.Duration,
            WarmUp = plan.WarmUp,
            Tried = Show,
        };
        LoadSearchResult search = await LoadSearch.RunAsync(plan, goal, cancellation);
        LoadReport found = search.Best
            ?? (search.Steps.Count > 0 ? search.Steps[^1].Report : Nothing(plan));
        return new BenchOutcome(bench, found, search)
        {
            Failure = BenchVerdict.Of(found) ?? BenchSearch.Failure(search, bench),
        };
    }

    // Of a search that was stopped in its first run.
    static LoadReport Nothing(LoadPlan plan) => new()
    {
        Plan = plan,
        FromPlan = new Histogram(),
        FromSend = new Histogram(),
        Generator = new LoadGenerator(0, 0, TimeSpan.Zero, null),
    };

    void Show(LoadSecond second)
    {
        views.Events?.Write("second", json => BenchJson.Write(json, second));
        if (views.Screen is { } screen)
        {
            screen.Show(second);
        }
        else if (views.Events is null && bench.SearchUnder is null && !IsIdleRest(second))
        {
            views.Notices.Plain(BenchLines.Of(second));
        }
    }

    // What is left of a run that ended with its last whole second, or before it began.
    static bool IsIdleRest(LoadSecond second) =>
        second.Counts == default && second.Length < TimeSpan.FromSeconds(1);

    void Show(LoadStep step)
    {
        views.Events?.Write("step", json => BenchJson.Write(json, step));
        string words = BenchSearch.Words(step);
        if (views.Screen is { } screen)
        {
            screen.StartAgain(words);
        }
        else if (views.Events is null)
        {
            views.Notices.Plain(words);
        }
    }
}
