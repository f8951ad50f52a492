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
            causes, result.Finding?.Fix ?? general.Fix, general.Fixes.GetValueOrDefault(language),
            language);
    }

    /// <summary>For a program that never started.</summary>
    public static Advice For(Finding finding, Language language) =>
        new(finding.Causes, finding.Fix ?? "", null, language);

    /// <summary>The heading of the causes; hedged where it can't be told which.</summary>
    public string CauseHeading =>
        Causes.Count == 1 ? "Likely cause" : "One of these, likeliest first";
}
