using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Doorway.Check;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>
/// A check as Gradescope's results.json (its autograder specification, "Output format"): a test
/// for each case, and a score that is the sum of what holds.
/// </summary>
static class GradescopeReport
{
    /// <summary>Writes the document.</summary>
    public static void Write(CheckSheet sheet, Rubric rubric, Stream output)
    {
        Graded[] tests = [.. Tests(sheet, rubric)];
        double possible = tests.Sum(test => test.Most);
        double scale = rubric.Points is { } points && possible > 0 ? points / possible : 1;
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions
        {
            Indented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        json.WriteStartObject();
        json.WriteNumber("score", Rounded(tests.Sum(test => test.Earned) * scale));
        json.WriteNumber("execution_time", Rounded(sheet.Time.TotalSeconds));
        json.WriteString("output", Summary(sheet));
        json.WriteString("output_format", "text");
        json.WriteString("visibility", "visible");
        json.WriteString("stdout_visibility", "hidden");
        json.WriteStartArray("tests");
        for (int i = 0; i < tests.Length; i++)
        {
            Write(json, tests[i], i + 1, scale);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    static IEnumerable<Graded> Tests(CheckSheet sheet, Rubric rubric)
    {
        if (sheet.Unlisted is not null)
        {
            yield return new Graded(
                "The program starts", "program", 0,
                rubric.Points ?? rubric.Weight("", CheckLevel.Must), IsHeld: false,
                "visible", Text(FindingText.OfStart(sheet, Color.None)));
        }

        bool isWrong = sheet.Findings.Any(result => result.Level == CheckLevel.Must);
        foreach (CaseResult result in sheet.Results)
        {
            double weight = rubric.Weight(result.Case.Id, result.Level);
            // A program that never ran has met nothing.
            bool isHeld = result.Outcome == CaseOutcome.Passed && sheet.NotStarted is null;
            bool counts = result.Outcome switch
            {
                // Mostly it is a finding that stands in its way.
                CaseOutcome.Skipped =>
                    isWrong || sheet.NotStarted is not null || !sheet.IsComplete,
                CaseOutcome.Broken => false,
                _ => true,
            };
            yield return new Graded(
                Name(result.Case, result.Level), result.Case.Id,
                isHeld ? weight : 0, counts ? weight : 0,
                isHeld,
                rubric.Visibility(result.Case.Id, result.Level), Words(result, sheet));
        }

        foreach ((CheckCase one, CheckLevel level) in Untried(sheet))
        {
            yield return new Graded(
                Name(one, level), one.Id, 0, rubric.Weight(one.Id, level), IsHeld: false,
                rubric.Visibility(one.Id, level), "Not tried yet when this was written.");
        }
    }

    // A program that ends its own check early must not score as if that had been all.
    static IEnumerable<(CheckCase, CheckLevel)> Untried(CheckSheet sheet) =>
        sheet.IsComplete || sheet.Traits is not { } traits ? []
        : from one in Suite.Cases
          where one.Role == traits.Role && sheet.Results.All(result => result.Case.Id != one.Id)
          where sheet.Request.Only.Count == 0 || sheet.Request.Only.Any(
              id => one.Id.StartsWith(id, StringComparison.Ordinal))
          let level = one.LevelFor(traits)
          where level is not null
          select (one, level.Value);

    static string Name(CheckCase one, CheckLevel level) =>
        $"{CheckWords.Of(level)} {one.Requirement}";

    static string Words(CaseResult result, CheckSheet sheet) => result.Outcome switch
    {
        CaseOutcome.Failed => Text(FindingText.Of(result, sheet, Color.None)),
        CaseOutcome.Passed => "",
        CaseOutcome.Skipped => $"Not tried: {Shown.Text(result.Reason ?? "")}",
        _ => $"Doorway failed here, not the program: {Shown.Text(result.Reason ?? "")}",
    };

    static string Summary(CheckSheet sheet)
    {
        string kind = sheet.Traits is { } traits ? $"Taken for {CheckWords.Of(traits)}.\n" : "";
        string end = sheet.IsComplete
            ? "" : "\nThe check ended before all was tried; what was not tried earns nothing.";
        return $"{kind}{CheckTally.Line(sheet)}{end}";
    }

    static void Write(Utf8JsonWriter json, Graded test, int number, double scale)
    {
        json.WriteStartObject();
        json.WriteString("name", test.Name);
        json.WriteString("number", number.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("score", Rounded(test.Earned * scale));
        json.WriteNumber("max_score", Rounded(test.Most * scale));
        json.WriteString("status", test.IsHeld || test.Most == 0 ? "passed" : "failed");
        json.WriteString("visibility", test.Visibility);
        json.WriteString("output", test.Output);
        json.WriteString("output_format", "text");
        json.WriteStartArray("tags");
        json.WriteStringValue(test.Id);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Text(IEnumerable<string> lines) => string.Join('\n', lines);

    static double Rounded(double value) => Math.Round(value, 4);

    sealed record Graded(
        string Name, string Id, double Earned, double Most, bool IsHeld, string Visibility,
        string Output);
}
