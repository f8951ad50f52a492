using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>What a finding says beyond its proof: why, and what to do.</summary>
/// <param name="Causes">What is likely wrong, the likeliest first; not escaped.</param>
/// <param name="Fix">What to change.</param>
/// <param name="Code">The same as code; null where there is none in that language.</param>
/// <param name="Language">The language of the code.</param>
sealed record Advice(
    IReadOnlyList<string> Causes, string Fix, string? Code, Language Language)
{
    /// <summary>For a result, in the program's own language where there is such a text.</summary>
    public static Advice For(CaseResult result, Language language)
    {
        Explanation general = result.Case.Explanation;
        IReadOnlyList<string> causes = result.Finding is { Causes.Count: > 0 } finding
            ? finding.Causes
            : general.CausesIn.TryGetValue(language, out string? own) ? [own] : general.Causes;
        return new Advice(
            [.. Place(result.Finding), .. causes], result.Finding?.Fix ?? general.Fix,
            // Code for the usual fault is none for this one.
            result.Finding?.Fix is null ? general.Fixes.GetValueOrDefault(language) : null,
            language)
        {
            HasPlace = result.Finding?.Place is not null,
        };
    }

    /// <summary>For a program that never started.</summary>
    public static Advice For(Finding finding, Language language) =>
        new([.. Place(finding), .. finding.Causes], finding.Fix ?? "", null, language)
        {
            HasPlace = finding.Place is not null,
        };

    /// <summary>Whether the first of the causes is where the program died.</summary>
    public bool HasPlace { get; private init; }

    // Where it died is certain: it goes before all that is only likely.
    static IReadOnlyList<string> Place(Finding? finding) =>
        finding?.Place is { } place ? [place] : [];

    /// <summary>The heading of the causes; hedged where it can't be told which.</summary>
    public string CauseHeading =>
        HasPlace ? Causes.Count == 1 ? "Where it died" : "Where it died, and what is likely"
        : Causes.Count == 1 ? "Likely cause" : "One of these, likeliest first";
}
