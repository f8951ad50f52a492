using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Doorway.Cli.Bench.Html;

/// <summary>
/// A run as one HTML file that asks no other host for anything, light or dark as the reader likes:
/// figures, drawings, tables, the command line, and what it all means.
/// </summary>
static class ReportPage
{
    // It says so itself: a browser would refuse to fetch anything.
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>Writes the page.</summary>
    /// <param name="outcome">What was asked for and measured.</param>
    /// <param name="output">Where to.</param>
    public static void Write(BenchOutcome outcome, Stream output)
    {
        var page = new XDocument(
            new XDocumentType("html", null, null, null),
            new XElement(
                "html", new XAttribute("lang", "en"), Head(outcome.Plan), Body(outcome)));
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
            Indent = true,
        };
        using var writer = XmlWriter.Create(output, settings);
        page.Save(writer);
    }

    static XElement Head(BenchPlan plan) => new(
        "head",
        new XElement("meta", new XAttribute("charset", "utf-8")),
        new XElement(
            "meta", new XAttribute("http-equiv", "Content-Security-Policy"),
            new XAttribute("content", Policy)),
        new XElement(
            "meta", new XAttribute("name", "viewport"),
            new XAttribute("content", "width=device-width, initial-scale=1")),
        new XElement("title", $"doorway bench {plan.Load.Target}"),
        new XElement("style", Style()));

    static XElement Body(BenchOutcome outcome)
    {
        (BenchPlan plan, LoadReport report, _) = outcome;
        bool isAnswered = report.FromPlan.Count > 0;
        return new XElement("body", new XElement(
            "main",
            new XElement(
                "header", new XElement("h1", plan.Load.Target.ToString()),
                Paragraph("soft", plan.Description),
                outcome.Failure is null ? null : Paragraph("verdict", outcome.Failure),
                report.Generator.Limit is { } limit ? Paragraph("verdict", limit) : null),
            Tiles(report),
            isAnswered ? Distribution(report) : null,
            report.Timeline.Count > 0 ? Timeline(report, isAnswered) : null,
            ReportTables.Of(outcome),
            isAnswered ? Explanation.Latencies(report.Plan) : null,
            Explanation.Fates(report.Plan),
            new XElement(
                "section", new XElement("h2", "The command"),
                new XElement("pre", plan.CommandLine),
                Paragraph("soft", Origin()))));
    }

    static XElement Tiles(LoadReport report)
    {
        bool expects = report.Plan.Expect != LoadExpectation.None;
        string sent = Amount.Count(report.Counts.Sent);
        (string Value, string Name)[] tiles =
        [
            expects
                ? (Amount.Rate(report.AnswersPerSecond), "answers a second")
                : (Amount.Rate(report.SentPerSecond), "messages sent a second"),
            .. from column in expects && report.FromPlan.Count > 0 ? BenchTable.Percentiles : []
               where column.Name is "p50" or "p99" or "max"
               select (Amount.Time(report.FromPlan.Percentile(column.Percent)),
                   $"{column.Name} from planned time"),
            .. expects
                ? [(Amount.Count(report.Counts.Lost), $"lost of {sent}")]
                : Array.Empty<(string, string)>(),
        ];
        return new XElement("div", new XAttribute("class", "tiles"), tiles.Select(tile =>
            new XElement(
                "div", new XAttribute("class", "tile"), new XElement("b", tile.Value),
                new XElement("span", tile.Name))));
    }

    static XElement Distribution(LoadReport report) => new(
        "section", new XElement("h2", "Latency by percentile"),
        Paragraph(
            "soft", "Each step to the right is ten times rarer. Both scales are logarithmic."),
        Figure(Legend(), PercentileDrawing.Of(report)));

    static XElement Timeline(LoadReport report, bool isAnswered) => new(
        "section", new XElement("h2", "Over the run"),
        new XElement("h3", report.Plan.Expect == LoadExpectation.None
            ? "Messages sent a second" : "Answers a second"),
        Figure(TimelineDrawing.Rate(report)),
        isAnswered
            ? (object[])
            [
                new XElement("h3", "Latency of each second's answers: p99"),
                Figure(
                    Legend(("of-most", "the maximum")), TimelineDrawing.Latency(report)),
            ]
            : null);

    static XElement Legend(params (string Style, string Name)[] more)
    {
        (string Style, string Name)[] entries =
            [("of-plan", "from planned time"), ("of-send", "from actual send"), .. more];
        return new XElement("div", new XAttribute("class", "legend"), entries.Select(entry =>
            new XElement("span", new XAttribute("class", entry.Style), entry.Name)));
    }

    static XElement Figure(params XElement[] parts) => new(
        "figure", parts.Select(part => part.Name == "svg"
            ? new XElement("div", new XAttribute("class", "drawing"), part) : part));

    static XElement Paragraph(string style, string words) =>
        new("p", new XAttribute("class", style), words);

    static string Origin() =>
        $"doorway {Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)}, "
        + $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC";

    static string Style()
    {
        using Stream style = Assembly.GetExecutingAssembly()
            .GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(style);
        return "\n" + reader.ReadToEnd();
    }
}
