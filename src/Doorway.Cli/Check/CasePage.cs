using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>
/// What a case teaches, as text for a terminal (<c>check explain</c>) and as a page in Markdown:
/// the same words in both.
/// </summary>
sealed class CasePage
{
    readonly CheckCase _case;
    readonly List<string> _lines = [];
    readonly bool _isMarkdown;

    CasePage(CheckCase one, bool isMarkdown)
    {
        _case = one;
        _isMarkdown = isMarkdown;
    }

    /// <summary>The text.</summary>
    public static string Text(CheckCase one) => new CasePage(one, isMarkdown: false).Whole();

    /// <summary>The page.</summary>
    public static string Markdown(CheckCase one) => new CasePage(one, isMarkdown: true).Whole();

    /// <summary>The name of the page's file.</summary>
    public static string FileName(CheckCase one) =>
        one.Id.Replace('/', '-') + ".md";

    /// <summary>The page that names all others.</summary>
    public static string Index()
    {
        IEnumerable<string> rows = Suite.Cases.Select(one =>
            $"| [`{one.Id}`]({FileName(one)}) | {Escaped(one.Title)} | {Levels(one)} |");
        string[] head =
        [
            "# Findings of `doorway check`", "",
            "What each one means, how it is tried, and what to change. "
                + "`doorway check explain ID` prints the same.", "",
            "| id | what is wrong | how much is asked |", "|---|---|---|",
        ];
        return string.Join('\n', head.Concat(rows)) + "\n";
    }

    string Whole()
    {
        Explanation explanation = _case.Explanation;
        _lines.Add(_isMarkdown ? $"# {Escaped(_case.Title)}" : _case.Title);
        Paragraph(_isMarkdown ? $"`{_case.Id}`: {Levels(_case)}" : $"{_case.Id}: {Levels(_case)}");
        Section("Required", _case.Requirement, $"Source: {_case.Source}.");
        Section("Why", explanation.Why);
        Section("How it is tried", explanation.How);
        Section(explanation.Causes.Count == 1 ? "Likely cause" : "Likely causes");
        foreach (string cause in explanation.Causes)
        {
            Item(cause);
        }

        foreach ((Language language, string cause) in explanation.CausesIn.OrderBy(In))
        {
            Item($"{CheckWords.Of(language)}: {cause}");
        }

        Section("Fix", explanation.Fix);
        foreach ((Language language, string code) in explanation.Fixes.OrderBy(In))
        {
            Code(language, code);
        }

        Section("Run it alone");
        Block("sh", $"doorway check {CheckWords.Of(_case.Role)} --run "
            + $"'python3 {CheckWords.Of(_case.Role)}.py' --only {_case.Id}");
        return string.Join('\n', _lines) + "\n";
    }

    static Language In(KeyValuePair<Language, string> entry) => entry.Key;

    // "MUST for line, loop; NOTE for textbook".
    static string Levels(CheckCase one) => string.Join(
        "; ", from profile in Enum.GetValues<CheckProfile>()
              let level = one.MostFor(profile)
              where level is not null
              group CheckWords.Of(profile) by level.Value into alike
              orderby alike.Key
              select $"{CheckWords.Of(alike.Key)} for {Names([.. alike])}");

    static string Names(string[] profiles) => profiles.Length == CheckWords.Profiles.Length
        ? "every profile" : string.Join(", ", profiles);

    void Section(string heading, params string[] paragraphs)
    {
        _lines.Add("");
        _lines.Add(_isMarkdown ? $"## {heading}" : heading);
        foreach (string words in paragraphs)
        {
            Paragraph(words);
        }
    }

    void Paragraph(string words)
    {
        if (_isMarkdown)
        {
            _lines.Add("");
            _lines.Add(words.StartsWith('`') ? words : Escaped(words));
        }
        else
        {
            _lines.AddRange(FindingText.Wrapped(words, "  "));
        }
    }

    void Item(string words)
    {
        if (_isMarkdown)
        {
            if (_lines[^1].StartsWith('#'))
            {
                _lines.Add("");
            }

            _lines.Add($"- {Escaped(words)}");
            return;
        }

        string[] lines = [.. FindingText.Wrapped(words, "    ")];
        lines[0] = $"  - {lines[0].TrimStart()}";
        _lines.AddRange(lines);
    }

    void Code(Language language, string code)
    {
        Paragraph($"{CheckWords.Of(language)}:");
        Block(CheckWords.Fence(language), code);
    }

    void Block(string fence, string code)
    {
        _lines.Add("");
        _lines.AddRange(_isMarkdown
            ? [$"```{fence}", .. code.Split('\n'), "```"]
            : code.Split('\n').Select(line => $"      {line}".TrimEnd()));
    }

    // What Markdown would take for its own; words between backticks are code already.
    static string Escaped(string words) => words.Contains('`', StringComparison.Ordinal)
        ? words
        : words.Replace("*", @"\*", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal)
            .Replace("<", @"\<", StringComparison.Ordinal)
            .Replace("|", @"\|", StringComparison.Ordinal);
}
