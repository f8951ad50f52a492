using System.Text.Json;
using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>What a check of a program of tests/peers found, in this process or as JSON.</summary>
/// <param name="Cases">How each case ended.</param>
/// <param name="Text">The whole report, for a test that fails.</param>
sealed record MutantVerdict(
    IReadOnlyList<(string Id, CheckLevel Level, CaseOutcome Outcome)> Cases, string Text)
{
    /// <summary>The ids found, in an order that does not depend on who ended first.</summary>
    public string Found => string.Join(' ', Failed(Enum.GetValues<CheckLevel>()));

    /// <summary>What this process's own check found.</summary>
    public static async Task<MutantVerdict> OfAsync(CheckPlan plan)
    {
        (CheckReport report, string text) = await MutantTests.RunAsync(plan);
        return new MutantVerdict(
            [.. report.Results.Select(one => (one.Case.Id, one.Level, one.Outcome))], text)
        {
            Traces = report.Results.ToDictionary(one => one.Case.Id, Trace),
        };
    }

    // What went over the wire, by case: tells why a case ended differently this time.
    IReadOnlyDictionary<string, string> Traces { get; init; } = new Dictionary<string, string>();

    static string Trace(CaseResult result) => string.Concat(result.Trace.Select(one =>
        $"  {one.Time.TotalMilliseconds,8:0.000} {one.Connection} {one.Side} "
        + $"{(one.IsFrame ? "on the wire: " : "")}{one.What} {one.Length}\n"));

    /// <summary>What <c>doorway check --json</c> found.</summary>
    public static MutantVerdict Read(JsonElement report) => new(
        [
            .. from result in report.GetProperty("results").EnumerateArray()
               select (
                   result.GetProperty("id").GetString()!,
                   Enum.Parse<CheckLevel>(result.GetProperty("level").GetString()!, true),
                   Enum.Parse<CaseOutcome>(result.GetProperty("outcome").GetString()!, true)),
        ],
        report.GetRawText());

    /// <summary>Holds a program to its header: exactly that, and no case broken.</summary>
    public void Require(Mutant mutant)
    {
        // What is right may still learn from a NOTE.
        IEnumerable<string> found = mutant.Finds.Count > 0 || mutant.Name.StartsWith("bad/")
            ? Failed(Enum.GetValues<CheckLevel>())
            : Failed(CheckLevel.Must, CheckLevel.Should);
        IEnumerable<string> differing = found.Except(mutant.Finds).Union(mutant.Finds.Except(found));
        Assert.True(
            found.SequenceEqual(mutant.Finds.Order()),
            $"{mutant.Name}\nmust yield: {string.Join(' ', mutant.Finds.Order())}\n"
            + $"did yield:  {string.Join(' ', found)}\n{Text}\n"
            + string.Concat(differing.Select(id =>
                $"{id}\n{Traces.GetValueOrDefault(id)}")));
        RequireWhole();
    }

    /// <summary>Fails where a case has failed that is at one of these levels.</summary>
    public void RequireNone(params CheckLevel[] levels)
    {
        Assert.True(!Failed(levels).Any(), $"{string.Join(' ', Failed(levels))}\n{Text}");
        RequireWhole();
    }

    void RequireWhole()
    {
        Assert.True(Cases.Count > 0, Text);
        Assert.True(Cases.All(one => one.Outcome != CaseOutcome.Broken), Text);
    }

    IEnumerable<string> Failed(params CheckLevel[] levels) =>
        from one in Cases
        where one.Outcome == CaseOutcome.Failed && levels.Contains(one.Level)
        orderby one.Id
        select one.Id;
}
