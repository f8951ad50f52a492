using System.Globalization;
using System.Text;
using Doorway.Check;
using Doorway.Cli.Terminal;
using Spectre.Console;

namespace Doorway.Cli.Checks.Batch;

/// <summary>All submissions, a row each: as a table and as CSV (RFC 4180).</summary>
static class BatchTable
{
    /// <summary>The levels, the gravest first.</summary>
    public static readonly string[] Levels =
        [.. Enum.GetValues<CheckLevel>().Select(CheckWords.Of)];

    /// <summary>The table, and how many came off how.</summary>
    public static void Write(IReadOnlyList<SubmissionResult> results, TextWriter output)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        foreach (string name in (string[])["submission", "verdict", "taken for", .. Levels])
        {
            table.AddColumn(new TableColumn(name).NoWrap());
        }

        table.AddColumn("findings");
        foreach (SubmissionResult result in results)
        {
            string findings = string.Join(' ', result.Findings);
            table.AddRow(
            [
                Cell(result.Submission.Name), result.Verdict, result.Kind,
                .. Levels.Select(result.Share), Cell(result.Fault ?? findings),
            ]);
        }

        Page.Plain(output, width: 160).Write(table);
        IEnumerable<string> sums = results.GroupBy(result => result.Verdict)
            .OrderByDescending(alike => alike.Count())
            .Select(alike => $"{alike.Count()} {alike.Key}");
        output.WriteLine($"{results.Count} submissions: {string.Join(", ", sums)}");
    }

    /// <summary>The same for a spreadsheet.</summary>
    public static void WriteCsv(IReadOnlyList<SubmissionResult> results, Stream output)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        text.NewLine = "\r\n";
        IEnumerable<string> columns = Levels.Select(level => level.ToLowerInvariant())
            .SelectMany(level => (string[])[$"{level}_held", $"{level}_judged"]);
        text.WriteLine(string.Join(
            ',', ["submission", "verdict", "exit_code", "taken_for", .. columns, "findings",
                  "seconds", "fault"]));
        foreach (SubmissionResult result in results)
        {
            text.WriteLine(string.Join(',', Row(result)));
        }
    }

    static IEnumerable<string> Row(SubmissionResult result) =>
    [
        Field(result.Submission.Name), result.Verdict,
        result.Code?.ToString(CultureInfo.InvariantCulture) ?? "", result.Kind,
        .. Levels.SelectMany(level => Numbers(result, level)),
        Field(string.Join(' ', result.Findings)),
        result.Time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
        Field(result.Fault ?? ""),
    ];

    static string[] Numbers(SubmissionResult result, string level)
    {
        (int held, int judged) = result.Counts.GetValueOrDefault(level);
        return
        [
            held.ToString(CultureInfo.InvariantCulture),
            judged.ToString(CultureInfo.InvariantCulture),
        ];
    }

    static string Cell(string text) => Markup.Escape(Shown.Text(text));

    // A spreadsheet takes a field that begins so for a formula, and a name is the stranger's.
    static string Field(string text)
    {
        string shown = Shown.Text(text);
        string inert = shown.Length > 0 && "=+-@\t".Contains(shown[0]) ? $"'{shown}" : shown;
        return inert.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? inert : $"\"{inert.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
