using Doorway.Check;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>A finding as lines for people: what was seen, the proof, the cause, the fix.</summary>
sealed class FindingText
{
    const int Width = 92;
    const int MostLines = 25;
    const string Indent = "  ";

    readonly List<string> _lines = [];
    readonly Color _color;

    FindingText(Color color) => _color = color;

    /// <summary>The lines of a case that failed.</summary>
    public static IEnumerable<string> Of(CaseResult result, CheckSheet sheet, Color color)
    {
        var text = new FindingText(color);
        CheckCase one = result.Case;
        string level = color.Paint(LevelInk(result.Level), CheckWords.Of(result.Level));
        text._lines.Add($"{level}  {color.Paint(Ink.Prompt, one.Id)}  {one.Title}");
        text.Proof(result.Finding!, result.Trace);
        text.Section("Required", $"{one.Requirement} ({one.Source})");
        text.Add(Advice.For(result, sheet.Language), one);
        text.Section("Again");
        text._lines.Add($"{Indent}  {sheet.Request.Again(one.Id)}");
        return text._lines;
    }

    /// <summary>The lines of a program that never started.</summary>
    public static IEnumerable<string> OfStart(CheckSheet sheet, Color color)
    {
        var text = new FindingText(color);
        text._lines.Add(color.Paint(Ink.Failure, "NOT STARTED"));
        text.Proof(sheet.Unlisted!, []);
        text.Add(Advice.For(sheet.Unlisted!, sheet.Language), null);
        return text._lines;
    }

    static Ink LevelInk(CheckLevel level) => level switch
    {
        CheckLevel.Must => Ink.Failure,
        CheckLevel.Should => Ink.Client,
        _ => Ink.Tcp,
    };

    void Proof(Finding finding, IReadOnlyList<TraceEvent> trace)
    {
        _lines.AddRange(Wrapped(Shown.Text(finding.Symptom), Indent));
        foreach (Evidence evidence in finding.Evidence)
        {
            _lines.Add("");
            Add(evidence);
        }

        if (trace.Count > 0)
        {
            _lines.Add("");
            _lines.Add(_color.Paint(Ink.Aside, TraceLadder.Heading));
            _lines.AddRange(TraceLadder.Lines(trace));
        }
    }

    void Add(Evidence evidence)
    {
        if (evidence is Evidence.Difference difference)
        {
            DifferenceLines drawn = DifferenceLines.Of(difference);
            _lines.Add($"{Indent}  expected  {drawn.Expected}");
            _lines.Add($"{Indent}  actual    {drawn.Actual}");
            _lines.Add($"{Indent}            {_color.Paint(Ink.Failure, drawn.Caret)}");
        }
        else if (evidence is Evidence.Text text)
        {
            _lines.Add($"{Indent}{_color.Paint(Ink.Aside, Shown.Text(text.Heading))}");
            int left = text.Lines.Count - MostLines;
            if (left > 0)
            {
                _lines.Add($"{Indent}  ... {left} more lines before ...");
            }

            _lines.AddRange(text.Lines.TakeLast(MostLines)
                .Select(line => $"{Indent}  {Shown.Text(line)}"));
        }
    }

    void Add(Advice advice, CheckCase? one)
    {
        if (advice.Causes.Count == 1)
        {
            Section(advice.CauseHeading, Shown.Text(advice.Causes[0]));
        }
        else if (advice.Causes.Count > 1)
        {
            Section(advice.CauseHeading);
            foreach (string cause in advice.Causes)
            {
                string[] lines = [.. Wrapped(Shown.Text(cause), $"{Indent}    ")];
                lines[0] = $"{Indent}  - {lines[0].TrimStart()}";
                _lines.AddRange(lines);
            }
        }

        if (advice.Fix.Length > 0)
        {
            Section("Fix", Shown.Text(advice.Fix));
        }

        if (advice.Code is { } code)
        {
            _lines.Add("");
            _lines.AddRange(code.Split('\n').Select(line => $"{Indent}    {line}".TrimEnd()));
        }
        else if (one is { Explanation.Fixes.Count: > 0 })
        {
            string languages = string.Join(
                ", ", one.Explanation.Fixes.Keys.Order().Select(CheckWords.Of));
            _lines.Add($"{Indent}  In {languages}: doorway check explain {one.Id}");
        }
    }

    void Section(string heading, string? words = null)
    {
        _lines.Add("");
        _lines.Add($"{Indent}{_color.Paint(Ink.Prompt, heading)}");
        if (words is not null)
        {
            _lines.AddRange(Wrapped(words, $"{Indent}  "));
        }
    }

    /// <summary>A paragraph cut into lines at its blanks.</summary>
    public static IEnumerable<string> Wrapped(string words, string indent)
    {
        string line = indent;
        foreach (string word in words.Split(' '))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = indent;
            }

            line += line.Length > indent.Length ? $" {word}" : word;
        }

        yield return line;
    }
}
