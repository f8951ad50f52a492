using System.Xml.Linq;

namespace Doorway.Cli.Bench.Html;

/// <summary>The tables of the report, as they are printed too.</summary>
static class ReportTables
{
    /// <summary>All of them.</summary>
    public static XElement Of(BenchOutcome outcome) => new(
        "section", new XElement("h2", "The figures"),
        new XElement(
            "div", new XAttribute("class", "tables"),
            Table(
                ["messages", "count", "of those sent"],
                BenchTable.Fates(outcome.Report).Select(fate => (string[])
                    [fate.Name, Amount.Count(fate.Count), fate.Share])),
            outcome.Report.FromPlan.Count == 0 ? null : Latencies(outcome.Report),
            outcome.Report.LossRuns.Count == 0 ? null : Table(
                ["lost in a row", "how often"],
                BenchTable.LossRows(outcome.Report.LossRuns).Select(run => (string[])
                    [run.Lengths, Amount.Count(run.Count)]))),
        Facts(outcome));

    static XElement Latencies(LoadReport report) => Table(
        ["latency", "from planned time", "from actual send"],
        BenchTable.Percentiles.Select(column => (string[])
            [column.Name, Amount.Time(report.FromPlan.Percentile(column.Percent)),
             Amount.Time(report.FromSend.Percentile(column.Percent))]));

    static XElement Facts(BenchOutcome outcome) => new(
        "table", new XAttribute("class", "facts"),
        new XElement("tbody", BenchFacts.Of(outcome).Select(fact => new XElement(
            "tr", new XElement("th", new XAttribute("scope", "row"), fact.Name),
            new XElement("td", fact.Words)))));

    static XElement Table(string[] names, IEnumerable<string[]> rows) => new(
        "table",
        new XElement("thead", new XElement("tr", names.Select(name =>
            new XElement("th", new XAttribute("scope", "col"), name)))),
        new XElement("tbody", rows.Select(row => new XElement("tr", row.Select((cell, at) =>
            at == 0
                ? new XElement("th", new XAttribute("scope", "row"), cell)
                : new XElement("td", cell))))));
}
