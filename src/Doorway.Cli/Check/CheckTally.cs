using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>How many requirements of one level hold.</summary>
/// <param name="Level">The level.</param>
/// <param name="Held">How many hold.</param>
/// <param name="Judged">How many could be judged.</param>
sealed record CheckTally(CheckLevel Level, int Held, int Judged)
{
    /// <summary>Each level of which there is a case, the gravest first.</summary>
    public static IEnumerable<CheckTally> Of(CheckSheet sheet) =>
        from level in Enum.GetValues<CheckLevel>()
        let held = Count(sheet, level, CaseOutcome.Passed)
        let judged = held + Count(sheet, level, CaseOutcome.Failed)
        where judged > 0
        select new CheckTally(level, held, judged);

    /// <summary>The verdict in one line: <c>MUST 14 of 15, SHOULD 9 of 11</c>.</summary>
    public static string Line(CheckSheet sheet)
    {
        if (sheet.NotStarted is not null)
        {
            return "not started, so nothing could be checked";
        }

        IEnumerable<string> parts = Of(sheet).Select(tally => tally.ToString());
        string line = string.Join(", ", parts.DefaultIfEmpty("nothing could be judged"));
        line += Rest(sheet.With(CaseOutcome.Skipped).Count(), "not tried");
        line += Rest(sheet.With(CaseOutcome.Broken).Count(), "where Doorway failed");
        return sheet.IsComplete ? line : $"INCOMPLETE: {line}";
    }

    public override string ToString() => $"{CheckWords.Of(Level)} {Held} of {Judged}";

    static string Rest(int count, string words) => count > 0 ? $"; {count} {words}" : "";

    static int Count(CheckSheet sheet, CheckLevel level, CaseOutcome outcome) =>
        sheet.Results.Count(result => result.Level == level && result.Outcome == outcome);
}
