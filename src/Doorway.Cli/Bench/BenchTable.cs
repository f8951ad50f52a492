using System.Numerics;
using Doorway.Cli.Terminal;
using Spectre.Console;

namespace Doorway.Cli.Bench;

/// <summary>What a run has measured, as tables and lines for people.</summary>
static class BenchTable
{
    /// <summary>The percentiles that every report shows, the smallest value first.</summary>
    public static readonly (string Name, double Percent)[] Percentiles =
    [
        ("min", 0), ("p50", 50), ("p90", 90), ("p99", 99), ("p99.9", 99.9), ("max", 100),
    ];

    /// <summary>Writes all of it.</summary>
    public static void Write(BenchOutcome outcome, TextWriter output)
    {
        LoadReport report = outcome.Report;
        IAnsiConsole console = Page.Plain(output);
        console.Write(Messages(report));
        if (report.FromPlan.Count > 0)
        {
            console.Write(Latencies(report));
        }

        if (report.LossRuns.Count > 0)
        {
            console.Write(LossRuns(report));
        }

        foreach ((string name, string words) in BenchFacts.Of(outcome))
        {
            output.WriteLine($"{name,-10} {words}");
        }
    }

    /// <summary>What became of the messages: a name, how many, and what share.</summary>
    public static IEnumerable<(string Name, long Count, string Share)> Fates(LoadReport report)
    {
        LoadCounts counts = report.Counts;
        yield return ("sent", counts.Sent, "");
        if (report.Plan.Expect == LoadExpectation.None)
        {
            yield break;
        }

        foreach ((string name, long count) in ((string, long)[])
            [("answered", counts.Answered), ("lost", counts.Lost), ("late", counts.Late),
             ("duplicated", counts.Duplicated), ("reordered", counts.Reordered),
             ("corrupted", counts.Corrupted)])
        {
            yield return (name, count, Amount.Share(count, counts.Sent));
        }
    }

    static Table Messages(LoadReport report)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumn("messages");
        table.AddColumn(new TableColumn("count").RightAligned());
        table.AddColumn(new TableColumn("of those sent").RightAligned());
        foreach ((string name, long count, string share) in Fates(report))
        {
            table.AddRow(name, Amount.Count(count), share);
        }

        return table;
    }

    static Table Latencies(LoadReport report)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumn("latency");
        table.AddColumn(new TableColumn("from planned time").RightAligned());
        table.AddColumn(new TableColumn("from actual send").RightAligned());
        foreach ((string name, double percent) in Percentiles)
        {
            table.AddRow(
                name, Amount.Time(report.FromPlan.Percentile(percent)),
                Amount.Time(report.FromSend.Percentile(percent)));
        }

        return table;
    }

    static Table LossRuns(LoadReport report)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumn(new TableColumn("lost in a row").RightAligned());
        table.AddColumn(new TableColumn("how often").RightAligned());
        foreach ((string lengths, long count) in LossRows(report.LossRuns))
        {
            table.AddRow(lengths, Amount.Count(count));
        }

        return table;
    }

    /// <summary>How often so many were lost in a row; long rows together where there are many.
    /// </summary>
    internal static IEnumerable<(string Lengths, long Count)> LossRows(
        IReadOnlyDictionary<int, long> runs)
    {
        const int MostRows = 20;
        const int Single = 8;
        return from run in runs
               group run.Value by runs.Count <= MostRows || run.Key < Single
                   ? (From: run.Key, To: run.Key)
                   : (From: 1 << BitOperations.Log2((uint)run.Key),
                       To: (int)((2u << BitOperations.Log2((uint)run.Key)) - 1)) into row
               orderby row.Key.From
               select (
                   row.Key.From == row.Key.To ? Amount.Count(row.Key.From)
                       : $"{Amount.Count(row.Key.From)} to {Amount.Count(row.Key.To)}",
                   row.Sum());
    }
}
