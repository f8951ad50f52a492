using System.Collections.Concurrent;
using Doorway.Check;
using Xunit.Sdk;
using Xunit.v3;

namespace Doorway.Tests.Check;

/// <summary>
/// The same verdict every time, also on a machine with much else to do: right programs first, each
/// 20 times while nothing else runs and 20 times beside a thread per core that never waits.
/// DOORWAY_MUTANTS=tcp_client narrows them to those whose path contains it;
/// DOORWAY_MUTANT_TIMES=5 sets how often.
/// </summary>
[Trait("Category", "Soak")]
[Collection(nameof(MutantTests))]
[TestCaseOrderer(typeof(RightFirst))]
public sealed class MutantSoakTests
{
    // Checks at a time, as each mostly waits.
    const int AtOnce = 4;

    static int Times =>
        int.TryParse(Environment.GetEnvironmentVariable("DOORWAY_MUTANT_TIMES"), out int times)
            ? times : 20;

    public static TheoryData<string, bool> Right => Twice([
        .. RightPrograms.Names.Where(Mutant.IsAskedFor),
        .. Mutant.Names("good"),
    ]);

    public static TheoryData<string, bool> Wrong => Twice(Mutant.Names("bad"));

    [Theory, MemberData(nameof(Right))]
    public Task A_right_program_s_verdict_is_always_the_same(string name, bool isBusy) =>
        SameAsync(name, isBusy);

    [Theory, MemberData(nameof(Wrong))]
    public Task A_wrong_program_s_verdict_is_always_the_same(string name, bool isBusy) =>
        SameAsync(name, isBusy);

    static async Task SameAsync(string name, bool isBusy)
    {
        var verdicts = new ConcurrentQueue<MutantVerdict>();
        using (var _ = new BusyMachine(isBusy ? Environment.ProcessorCount : 0))
        {
            await Parallel.ForAsync(
                0, Times, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (_, _) => verdicts.Enqueue(
                    await MutantVerdict.OfAsync(await PlanAsync(name))));
        }

        // What came most often first; of each other verdict one report is enough.
        IGrouping<string, MutantVerdict>[] kinds =
            [.. verdicts.GroupBy(one => one.Found).OrderByDescending(kind => kind.Count())];
        Assert.True(kinds.Length == 1, string.Join('\n', kinds.Select(
            kind => $"{kind.Count()} times: {kind.Key}\n{kind.First().Text}")));
    }

    static async Task<CheckPlan> PlanAsync(string name) => name.Contains('/')
        ? await Mutant.Read(name).PlanAsync() : RightPrograms.Plan(name);

    static TheoryData<string, bool> Twice(IEnumerable<string> names)
    {
        var all = new TheoryData<string, bool>();
        foreach (string name in names)
        {
            all.Add(name, false);
            all.Add(name, true);
        }

        return all;
    }

    // A run that is ended early has tried those of which most is asked.
    sealed class RightFirst : ITestCaseOrderer
    {
        public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(
            IReadOnlyCollection<TTestCase> testCases)
            where TTestCase : notnull, ITestCase =>
            [.. testCases.OrderBy(one => one.TestMethod?.MethodName, StringComparer.Ordinal)
                .ThenBy(one => one.TestCaseDisplayName, StringComparer.Ordinal)];
    }
}
