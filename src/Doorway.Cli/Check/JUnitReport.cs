using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Doorway.Check;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>
/// A check as JUnit XML, as Jenkins, GitLab and others read it. The format knows no advice: a
/// SHOULD or NOTE that does not hold is given as skipped, with its message, and does not fail a
/// build; only a MUST does.
/// </summary>
static class JUnitReport
{
    /// <summary>Writes the document.</summary>
    public static void Write(CheckSheet sheet, Stream output)
    {
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
        };
        using var writer = XmlWriter.Create(output, settings);
        new XDocument(Suites(sheet)).Save(writer);
    }

    static XElement Suites(CheckSheet sheet)
    {
        XElement[] cases = [.. Cases(sheet)];
        XAttribute[] counts =
        [
            new("name", "doorway check"),
            new("tests", cases.Length),
            new("failures", cases.Count(one => one.Element("failure") is not null)),
            new("errors", cases.Count(one => one.Element("error") is not null)),
            new("time", Seconds(sheet.Time)),
        ];
        return new XElement(
            "testsuites", counts,
            new XElement(
                "testsuite", counts, new XAttribute("skipped", cases.Count(
                    one => one.Element("skipped") is not null)),
                cases, new XElement("system-out", CheckTally.Line(sheet))));
    }

    static IEnumerable<XElement> Cases(CheckSheet sheet)
    {
        if (sheet.Unlisted is { } finding)
        {
            yield return Case("program", "starts", TimeSpan.Zero, new XElement(
                "failure", new XAttribute("message", Shown.Text(finding.Symptom)),
                new XAttribute("type", "MUST"), Text(FindingText.OfStart(sheet, Color.None))));
        }

        foreach (CaseResult result in sheet.Results)
        {
            int slash = result.Case.Id.LastIndexOf('/');
            yield return Case(
                result.Case.Id[..Math.Max(slash, 0)].Replace('/', '.'),
                result.Case.Id[(slash + 1)..], result.Time, Outcome(result, sheet));
        }

        if (!sheet.IsComplete)
        {
            yield return Case("doorway", "complete", TimeSpan.Zero, new XElement(
                "error", new XAttribute("message", "The check ended before all was tried."),
                new XAttribute("type", "INCOMPLETE")));
        }
    }

    static XElement? Outcome(CaseResult result, CheckSheet sheet)
    {
        string level = CheckWords.Of(result.Level);
        string reason = Shown.Text(result.Reason ?? "");
        string symptom = Shown.Text(result.Finding?.Symptom ?? "");
        return result.Outcome switch
        {
            CaseOutcome.Failed when result.Level == CheckLevel.Must => new XElement(
                "failure", new XAttribute("message", symptom), new XAttribute("type", level),
                Text(FindingText.Of(result, sheet, Color.None))),
            CaseOutcome.Failed => new XElement(
                "skipped", new XAttribute("message", $"{level}, not met: {symptom}")),
            CaseOutcome.Skipped => new XElement("skipped", new XAttribute("message", reason)),
            CaseOutcome.Broken => new XElement(
                "error", new XAttribute("message", reason), new XAttribute("type", "DOORWAY")),
            _ => null,
        };
    }

    static XElement Case(string group, string name, TimeSpan time, XElement? outcome) => new(
        "testcase", new XAttribute("classname", group), new XAttribute("name", name),
        new XAttribute("time", Seconds(time)), outcome);

    static string Text(IEnumerable<string> lines) => string.Join('\n', lines);

    static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
