using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>The textbook's programs pass every MUST; our own server yields nothing at all.</summary>
public sealed class TextbookCheckTests
{
    public static TheoryData<string> Textbook => [.. RightPrograms.TextbookNames];

    public static TheoryData<string> Own => [.. RightPrograms.OwnNames];

    // Told nothing but the command, it is found out what the program is.
    [Theory, MemberData(nameof(Textbook))]
    public async Task A_textbook_program_passes_every_must(string name)
    {
        (CheckReport report, string text) = await MutantTests.RunAsync(RightPrograms.Plan(name));
        Assert.True(report.IsRight, text);
        Assert.Equal(RightPrograms.Profile(name), report.Traits?.Profile);
        Assert.True(report.Results.All(one => one.Outcome != CaseOutcome.Broken), text);
    }

    [Theory, MemberData(nameof(Own))]
    public async Task Our_own_server_yields_nothing_at_all(string name)
    {
        (CheckReport report, string text) = await MutantTests.RunAsync(RightPrograms.Plan(name));
        Assert.True(report is { NotStarted: null, Traits.Mute: null }, text);
        Assert.True(
            report.Results.All(one => one.Outcome
                is CaseOutcome.Passed or CaseOutcome.Skipped), text);
    }
}
