using System.Diagnostics;
using System.Globalization;

namespace Doorway;

/// <summary>
/// Finds the highest rate of an open loop that a server keeps up with. The rule is fixed, so that
/// the same answers of the runs give the same search:
/// <list type="number">
/// <item>A run holds when the percentile of the latency from the planned time is within the bound,
/// enough of the planned messages are answered, and no answer is wrong.</item>
/// <item>A rate holds when two runs hold, and fails when two fail: of two or three runs. While the
/// rate is being doubled the first run that holds is enough.</item>
/// <item>From the first rate it doubles until a rate fails; if the first one fails, it halves until
/// one holds or is below 1 message a second. It ends where the first two runs had no answer at all.
/// </item>
/// <item>Then it tries the geometric mean of the highest that holds and the lowest that fails,
/// until they are close enough. A rate that only the doubling found is confirmed before it is
/// reported; should it fail then, it is halved again.</item>
/// </list>
/// </summary>
public sealed class LoadSearch
{
    const double MostRate = 1e8;

    readonly LoadPlan _plan;
    readonly LoadGoal _goal;
    readonly Func<LoadPlan, CancellationToken, Task<LoadReport>> _run;
    readonly CancellationToken _cancellation;
    readonly long _started = Stopwatch.GetTimestamp();
    readonly List<LoadStep> _steps = [];
    LoadStep? _best;
    bool _isConfirmed;
    double _low;
    double _high = double.PositiveInfinity;
    string? _ended;

    LoadSearch(
        LoadPlan plan, LoadGoal goal, Func<LoadPlan, CancellationToken, Task<LoadReport>> run,
        CancellationToken cancellation)
    {
        _plan = plan;
        _goal = goal;
        _run = run;
        _cancellation = cancellation;
    }

    /// <summary>Searches.</summary>
    /// <param name="plan">
    /// What to send; its rate, count, duration and warm-up are the search's own.
    /// </param>
    /// <param name="goal">What a rate must keep.</param>
    /// <param name="cancellation">Ends it with what was found so far.</param>
    /// <exception cref="ArgumentException">The plan or the goal can't be carried out.</exception>
    /// <exception cref="AddressResolutionException">There is no such host.</exception>
    public static Task<LoadSearchResult> RunAsync(
        LoadPlan plan, LoadGoal goal, CancellationToken cancellation = default) =>
        RunAsync(plan, goal, LoadRun.RunAsync, cancellation);

    internal static async Task<LoadSearchResult> RunAsync(
        LoadPlan plan, LoadGoal goal, Func<LoadPlan, CancellationToken, Task<LoadReport>> run,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(goal);
        Require(goal);
        var search = new LoadSearch(plan, goal, run, cancellation);
        await search.BracketAsync().ConfigureAwait(false);
        await search.NarrowAsync().ConfigureAwait(false);
        return new LoadSearchResult(
            search._best?.Report, double.IsFinite(search._high) ? search._high : null,
            search._steps, search._ended ?? "The rates that hold and fail are close together.");
    }

    static void Require(LoadGoal goal)
    {
        bool isFine = goal.Percentile is > 0 and <= 100 && goal.Latency > TimeSpan.Zero
            && goal.Answered is >= 0 and <= 1 && goal.FirstRate is >= 1 and <= MostRate
            && goal.RunTime > TimeSpan.Zero && goal.WarmUp >= TimeSpan.Zero
            && goal.Precision > 1 && goal.MostRuns > 0 && goal.MostTime > TimeSpan.Zero;
        if (!isFine)
        {
            throw new ArgumentException($"The goal can't be searched for: {goal}", nameof(goal));
        }
    }

    async ValueTask BracketAsync()
    {
        double rate = _goal.FirstRate;
        while (_ended is null && rate <= MostRate && double.IsPositiveInfinity(_high))
        {
            await TryAsync(rate, isEnough: 1).ConfigureAwait(false);
            rate *= 2;
        }
    }

    async ValueTask NarrowAsync()
    {
        while (_ended is null)
        {
            if (_best is null)
            {
                if (_high < 2)
                {
                    _ended = "Not even one message a second holds.";
                    return;
                }

                await TryAsync(_high / 2, isEnough: 2).ConfigureAwait(false);
            }
            else if (double.IsFinite(_high) && _high / _low > _goal.Precision)
            {
                await TryAsync(Math.Sqrt(_low * _high), isEnough: 2).ConfigureAwait(false);
            }
            else if (!_isConfirmed)
            {
                await TryAsync(_low, isEnough: 1).ConfigureAwait(false);
                _isConfirmed = true;
            }
            else
            {
                return;
            }
        }
    }

    // Of two or three runs: two that hold (or as many as are enough), or two that fail.
    async ValueTask TryAsync(double rate, int isEnough)
    {
        int held = 0;
        int failed = 0;
        while (held < isEnough && failed < 2)
        {
            if (await RunAsync(rate).ConfigureAwait(false) is not { } step)
            {
                return;
            }

            held += step.Holds ? 1 : 0;
            failed += step.Holds ? 0 : 1;
            isEnough = failed > 0 ? 2 : isEnough;
            if (step.Holds && held >= isEnough)
            {
                _isConfirmed = held > 1;
                _low = rate;
                _best = step;
            }
        }

        if (failed == 2)
        {
            _high = rate;
            _best = _low < rate ? _best : null;
            _low = _best is null ? 0 : _low;
        }
    }

    async ValueTask<LoadStep?> RunAsync(double rate)
    {
        _ended = _cancellation.IsCancellationRequested ? "It was stopped."
            : _steps.Count >= _goal.MostRuns ? $"It has made {_goal.MostRuns} runs."
            : Stopwatch.GetElapsedTime(_started) >= _goal.MostTime ? "Its time was over." : null;
        if (_ended is not null)
        {
            return null;
        }

        LoadReport report = await _run(
            _plan with
            {
                Rate = rate,
                Count = null,
                Duration = _goal.RunTime,
                WarmUp = _goal.WarmUp,
            },
            _cancellation).ConfigureAwait(false);
        if (_cancellation.IsCancellationRequested)
        {
            // Cut short, it says nothing.
            _ended = "It was stopped.";
            return null;
        }

        var step = new LoadStep(rate, report, Failure(report));
        _steps.Add(step);
        _goal.Tried?.Invoke(step);
        _ended = report.Counts.Sent + report.Unsent == 0
            ? $"Nothing could be sent: {Cause(report)}."
            : IsVain ? "Nothing was answered." : null;
        return _ended is null ? step : null;
    }

    // Who is silent twice is so at any rate.
    bool IsVain => _steps.Count > 1 && _steps.TrueForAll(step => step.Report.Counts is
    { Answered: 0, Late: 0, Corrupted: 0 });

    static string Cause(LoadReport report) => report.Errors.Count > 0
        ? string.Join(", ", report.Errors.Keys)
        : report.ClosedByServer > 0 ? "the server closes its connections" : "no reason was given";

    string? Failure(LoadReport report)
    {
        double planned = Math.Max(1, report.Counts.Sent + report.Unsent);
        TimeSpan latency = report.FromPlan.Percentile(_goal.Percentile);
        return report.Counts.Corrupted > 0
            ? Text($"{report.Counts.Corrupted} answers were wrong")
            : report.Counts.Answered < _goal.Answered * planned
            ? Text($"{100 * report.Counts.Answered / planned:0.##} % were answered in time")
            : latency > _goal.Latency
            ? Text($"p{_goal.Percentile} was {latency.TotalMilliseconds:0.###} ms")
            : null;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
