using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Doorway.Check;

namespace Doorway.Cli.Checks.Html;

/// <summary>
/// A check as one HTML file that asks no other host for anything, light or dark as its reader
/// likes, for who has never read a finding before.
/// </summary>
static class CheckPage
{
    // It says so itself: a browser would refuse to fetch anything.
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>Writes the page.</summary>
    public static void Write(CheckSheet sheet, Stream output)
    {
        var page = new XDocument(
            new XDocumentType("html", null, null, null),
            new XElement("html", new XAttribute("lang", "en"), Head(sheet), Body(sheet)));
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = true,
            Indent = true,
        };
        using var writer = XmlWriter.Create(output, settings);
        page.Save(writer);
    }

    static XElement Head(CheckSheet sheet) => new(
        "head",
        new XElement("meta", new XAttribute("charset", "utf-8")),
        new XElement(
            "meta", new XAttribute("http-equiv", "Content-Security-Policy"),
            new XAttribute("content", Policy)),
        new XElement(
            "meta", new XAttribute("name", "viewport"),
            new XAttribute("content", "width=device-width, initial-scale=1")),
        new XElement("title", $"doorway check: {Shown.Text(sheet.Request.Name)}"),
        new XElement("style", Style("report.css"), Style("check.css")));

    static XElement Body(CheckSheet sheet) => new("body", new XElement(
        "main",
        new XElement(
            "header", new XElement("h1", Shown.Text(sheet.Request.Name)),
            sheet.Traits is { } traits
                ? Element.Styled("p", "soft", $"Taken for {CheckWords.Of(traits)}.") : null,
            Element.Styled("p", IsRight(sheet) ? "right" : "verdict", Verdict(sheet))),
        Tiles(sheet),
        sheet.Unlisted is null ? null : FindingSection.OfStart(sheet),
        sheet.Findings.Select(result => FindingSection.Of(result, sheet)),
        Rest(sheet, CaseOutcome.Broken, "Where Doorway itself failed"),
        Rest(sheet, CaseOutcome.Skipped, "Not tried"),
        Passed(sheet),
        ReadingNotes.Section(sheet),
        new XElement(
            "section", new XElement("h2", "The command"),
            new XElement("pre", Shown.Text(sheet.Request.Command)),
            Element.Styled("p", "soft", Origin()))));

    static bool IsRight(CheckSheet sheet) => sheet.ExitCode is ExitCode.Ok or ExitCode.OwnFault
        && sheet.IsComplete;

    static string Verdict(CheckSheet sheet)
    {
        int must = sheet.Findings.Count(result => result.Level == CheckLevel.Must);
        string first = sheet.NotStarted is not null ? "The program did not start."
            : must == 1 ? "1 requirement that must hold does not."
            : must > 1 ? $"{must} requirements that must hold do not."
            : sheet.Findings.Any() ? "Everything that must hold does, and there is advice."
            : "Everything holds.";
        return sheet.IsComplete ? first
            : "This report is incomplete: the check ended before all was tried. "
                + (sheet.Findings.Any() || sheet.NotStarted is not null ? first : "");
    }

    static XElement? Tiles(CheckSheet sheet)
    {
        XElement[] tiles = [.. CheckTally.Of(sheet).Select(tally => new XElement(
            "div", new XAttribute("class", "tile"),
            new XElement("b", $"{tally.Held} of {tally.Judged}"),
            new XElement("span", $"{CheckWords.Of(tally.Level)} hold")))];
        return tiles.Length == 0
            ? null : new XElement("div", new XAttribute("class", "tiles"), tiles);
    }

    static XElement? Rest(CheckSheet sheet, CaseOutcome outcome, string heading)
    {
        XElement[] rows = [.. sheet.With(outcome).Select(result => new XElement(
            "tr", new XElement("td", new XElement("code", result.Case.Id)),
            new XElement("td", Shown.Text(result.Reason ?? ""))))];
        return rows.Length == 0 ? null : Folded(heading, rows);
    }

    static XElement? Passed(CheckSheet sheet)
    {
        XElement[] rows = [.. sheet.With(CaseOutcome.Passed).Select(result => new XElement(
            "tr", new XElement("td", new XElement("code", result.Case.Id)),
            new XElement("td", CheckWords.Of(result.Level)),
            new XElement("td", result.Case.Requirement)))];
        return rows.Length == 0 ? null : Folded("What holds", rows);
    }

    static XElement Folded(string heading, XElement[] rows) => new(
        "section", new XElement(
            "details", new XElement("summary", $"{heading} ({rows.Length})"),
            new XElement(
                "table", new XAttribute("class", "rest"), new XElement("tbody", rows))));

    static string Origin() =>
        $"doorway {Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)}, "
        + $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC";

    static string Style(string name)
    {
        using Stream style = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(style);
        return "\n" + reader.ReadToEnd();
    }
}
