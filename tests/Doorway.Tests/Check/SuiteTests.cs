using Doorway.Check;
using Doorway.Tests.Repository;

namespace Doorway.Tests.Check;

/// <summary>The suite as a whole.</summary>
public sealed class SuiteTests
{
    [Fact]
    public void Every_finding_has_a_program_that_yields_it()
    {
        HashSet<string> yielded =
            [.. Mutant.Names("bad").SelectMany(name => Mutant.Read(name).Finds)];
        Findings.None(Suite.Cases.Select(one => one.Id).Where(id => !yielded.Contains(id)));
    }

    [Fact]
    public void Every_finding_that_a_program_is_to_yield_is_known() => Findings.None(
        from folder in (string[])["bad", "good"]
        from name in Mutant.Names(folder)
        from id in Mutant.Read(name).Finds
        where Suite.Find(id) is null
        select $"{name}: there is no {id}");

    [Fact]
    public void No_two_cases_have_the_same_id() => Assert.Equal(
        Suite.Cases.Count, Suite.Cases.Select(one => one.Id).Distinct().Count());

    [Fact]
    public void A_name_that_no_case_has_is_refused_with_names_near_it()
    {
        var plan = new CheckPlan
        {
            Role = CheckRole.Server,
            Command = ["true"],
            Only = ["tcp/stream/split-writes"],
        };
        CheckException refused = Assert.Throws<CheckException>(
            () => { _ = CheckRun.RunAsync(plan); });
        Assert.Contains("tcp/stream/split-write", refused.Message);
    }
}
