using System.CommandLine;
using Doorway.Cli.Checks;
using Doorway.Cli.Checks.Html;

namespace Doorway.Cli.Commands;

/// <summary>The options for the files that a check is reported to.</summary>
sealed class CheckFiles
{
    readonly Option<string?> _html = ToFile(
        "--html", "Write a page to FILE that a beginner can read");

    readonly Option<string?> _junit = ToFile(
        "--junit", "Write JUnit XML to FILE, as build servers read it");

    readonly Option<string?> _gradescope = ToFile(
        "--gradescope", "Write Gradescope's results.json to FILE");

    readonly Option<string?> _rubric = ToFile(
        "--rubric", "Take what cases are worth, and who sees them, from the JSON document FILE");

    readonly Option<string?> _text = ToFile("--text-file", "Write the report as text to FILE");

    readonly Option<string?> _json = ToFile(
        "--json-file", "Write the document of --json to FILE");

    readonly Option<string?> _record = ToFile(
        "--record", "Write what failed to FILE as a recording, for doorway watch and Wireshark");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[
            _html, _junit, _gradescope, _rubric, _text, _json, _record])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The files asked for.</summary>
    /// <exception cref="UsageException">The rubric can't be read, or is for nothing.</exception>
    public LiveReports Get(ParseResult parsed)
    {
        string? grades = parsed.GetValue(_gradescope);
        string? rubric = parsed.GetValue(_rubric);
        if (rubric is not null && grades is null)
        {
            throw new UsageException(
                "--rubric is for --gradescope; add --gradescope FILE, or leave it out");
        }

        Rubric worth = rubric is null ? Rubric.Default : Rubric.Read(rubric);
        var files = new LiveReports();
        files.Add(parsed.GetValue(_html), CheckPage.Write);
        files.Add(parsed.GetValue(_junit), JUnitReport.Write);
        files.Add(grades, (sheet, output) => GradescopeReport.Write(sheet, worth, output));
        files.Add(parsed.GetValue(_text), LiveReports.WriteText);
        files.Add(parsed.GetValue(_json), LiveReports.WriteJson);
        files.Add(parsed.GetValue(_record), CheckRecording.Write);
        return files;
    }

    static Option<string?> ToFile(string name, string help) =>
        new(name) { Description = help, HelpName = "FILE" };
}
