using Doorway.Check;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>A check as text: what is wrong, the gravest first, and the verdict in a line.</summary>
static class CheckText
{
    const int MostNames = 4;

    /// <summary>Writes all of it.</summary>
    public static void Write(CheckSheet sheet, TextWriter output, Color color)
    {
        string kind = sheet.Traits is { } traits ? $": {CheckWords.Of(traits)}" : "";
        output.WriteLine($"{color.Paint(Ink.Prompt, sheet.Request.Name)}{kind}");
        output.WriteLine();
        if (sheet.Unlisted is not null)
        {
            Write(FindingText.OfStart(sheet, color), output);
        }

        foreach (CaseResult result in sheet.Findings)
        {
            Write(FindingText.Of(result, sheet, color), output);
        }

        WriteRest(sheet, output);
        output.WriteLine(color.Paint(Ink.Prompt, CheckTally.Line(sheet)));
    }

    static void WriteRest(CheckSheet sheet, TextWriter output)
    {
        string[] rest =
        [
            .. sheet.With(CaseOutcome.Broken).Select(result =>
                $"Doorway failed in {result.Case.Id}: {Reason(result)}"),
            .. from result in sheet.With(CaseOutcome.Skipped)
               group result by Reason(result) into alike
               select $"not tried: {Names([.. alike.Select(one => one.Case.Id)])}: {alike.Key}",
        ];
        foreach (string line in rest)
        {
            Write(FindingText.Wrapped(line, ""), output, isLast: false);
        }

        if (rest.Length > 0)
        {
            output.WriteLine();
        }
    }

    static string Names(string[] ids) => ids.Length <= MostNames
        ? string.Join(", ", ids)
        : $"{string.Join(", ", ids.Take(MostNames - 1))} and {ids.Length - MostNames + 1} more";

    static string Reason(CaseResult result) => Shown.Text(result.Reason ?? "no reason is known");

    static void Write(IEnumerable<string> lines, TextWriter output, bool isLast = true)
    {
        foreach (string line in lines)
        {
            output.WriteLine(line);
        }

        if (isLast)
        {
            output.WriteLine();
        }
    }
}
