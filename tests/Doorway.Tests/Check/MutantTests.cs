using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>
/// Every program in tests/peers/bad yields exactly the findings that its header names, and every
/// one in tests/peers/good none but NOTEs.
/// </summary>
[Collection(nameof(MutantTests))]
[CollectionDefinition(nameof(MutantTests), DisableParallelization = true)]
public sealed class MutantTests
{
    public static TheoryData<string> Bad => [.. Mutant.Names("bad")];

    public static TheoryData<string> Good => [.. Mutant.Names("good")];

    [Theory, MemberData(nameof(Bad))]
    public Task A_wrong_program_yields_exactly_what_is_wrong(string name) =>
        CheckAsync(name, CheckLevel.Must, CheckLevel.Should, CheckLevel.Note);

    [Theory, MemberData(nameof(Good))]
    public async Task A_right_program_is_not_blamed(string name)
    {
        CheckReport report = await CheckAsync(name, CheckLevel.Must, CheckLevel.Should);
        Assert.DoesNotContain(report.Results, one => one.Outcome == CaseOutcome.Failed
            && one.Level != CheckLevel.Note);
    }

    static async Task<CheckReport> CheckAsync(string name, params CheckLevel[] levels)
    {
        Mutant mutant = Mutant.Read(name);
        (CheckReport report, string text) = await MutantQueue.CheckAsync(name);
        levels = mutant.Finds.Count > 0 ? Enum.GetValues<CheckLevel>() : levels;
        IEnumerable<string> found = report.Results
            .Where(result => result.Outcome == CaseOutcome.Failed)
            .Where(result => levels.Contains(result.Level))
            .Select(result => result.Case.Id);
        Assert.True(
            found.Order().SequenceEqual(mutant.Finds.Order()),
            $"{name}\nmust yield: {string.Join(' ', mutant.Finds.Order())}\n"
            + $"did yield:  {string.Join(' ', found.Order())}\n{text}");
        Assert.True(report.Results.All(one => one.Outcome != CaseOutcome.Broken), text);
        return report;
    }

    internal static async Task<(CheckReport Report, string Text)> RunAsync(CheckPlan plan)
    {
        var log = new List<string>();
        CheckReport report = await CheckRun.RunAsync(plan with { Log = log.Add });
        return (report, CheckText.Of(report, log));
    }
}
