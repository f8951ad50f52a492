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
    static readonly MutantQueue Queue = new(
        () => Mutant.Names("bad").Concat(Mutant.Names("good")),
        async name => await MutantVerdict.OfAsync(await Mutant.Read(name).PlanAsync()));

    public static TheoryData<string> Bad => [.. Mutant.Names("bad")];

    public static TheoryData<string> Good => [.. Mutant.Names("good")];

    [Theory, MemberData(nameof(Bad))]
    public async Task A_wrong_program_yields_exactly_what_is_wrong(string name) =>
        (await Queue.CheckAsync(name)).Require(Mutant.Read(name));

    [Theory, MemberData(nameof(Good))]
    public async Task A_right_program_is_not_blamed(string name)
    {
        MutantVerdict verdict = await Queue.CheckAsync(name);
        verdict.Require(Mutant.Read(name));
        verdict.RequireNone(CheckLevel.Must, CheckLevel.Should);
    }

    internal static async Task<(CheckReport Report, string Text)> RunAsync(CheckPlan plan)
    {
        var log = new List<string>();
        CheckReport report = await CheckRun.RunAsync(plan with { Log = log.Add });
        return (report, CheckText.Of(report, log));
    }
}
