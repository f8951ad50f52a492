using System.Xml.Linq;
using Doorway.Check;

namespace Doorway.Cli.Checks.Html;

/// <summary>One finding on the page, to be read from top to bottom.</summary>
static class FindingSection
{
    const int MostLines = 60;

    /// <summary>Of a case that failed.</summary>
    public static XElement Of(CaseResult result, CheckSheet sheet)
    {
        CheckCase one = result.Case;
        Finding finding = result.Finding!;
        Advice advice = Advice.For(result, sheet.Language);
        string level = CheckWords.Of(result.Level);
        return Element.Styled(
            "section", "finding",
            new XElement(
                "h2", Element.Styled("span", $"level {level.ToLowerInvariant()}", level),
                $" {one.Title}"),
            Element.Styled("p", "soft", new XElement("code", one.Id)),
            Element.Styled("p", "symptom", Shown.Text(finding.Symptom)),
            finding.Evidence.Select(Proof),
            Ladder(result.Trace),
            new XElement("h3", "What is required"),
            new XElement("p", $"{one.Requirement} ({one.Source})"),
            new XElement("h3", "Why"),
            new XElement("p", one.Explanation.Why),
            Causes(advice), Fix(advice), OtherLanguages(one, advice),
            new XElement("h3", "Try it again"),
            new XElement("pre", Shown.Text(sheet.Request.Again(one.Id))));
    }

    /// <summary>Of a program that never started.</summary>
    public static XElement OfStart(CheckSheet sheet)
    {
        Finding finding = sheet.Unlisted!;
        Advice advice = Advice.For(finding, sheet.Language);
        return Element.Styled(
            "section", "finding", new XElement("h2", "The program did not start"),
            Element.Styled("p", "symptom", Shown.Text(finding.Symptom)),
            finding.Evidence.Select(Proof), Causes(advice), Fix(advice));
    }

    static XElement[] Proof(Evidence evidence)
    {
        if (evidence is Evidence.Difference difference)
        {
            DifferenceLines drawn = DifferenceLines.Of(difference);
            return
            [
                new XElement("h3", "What came, under what should have come"),
                Element.Styled(
                    "pre", "difference",
                    $"expected  {drawn.Expected}\nactual    {drawn.Actual}\n          ",
                    Element.Styled("b", "caret", drawn.Caret)),
            ];
        }

        var text = (Evidence.Text)evidence;
        return
        [
            new XElement("h3", Shown.Text(text.Heading)),
            Element.Lines("printed", text.Lines.TakeLast(MostLines).Select(Shown.Text)),
        ];
    }

    static XElement? Ladder(IReadOnlyList<TraceEvent> trace) => trace.Count == 0 ? null
        : new XElement(
            "details", new XElement("summary", "Step by step: what went between Doorway and the "
                + "program"),
            Element.Lines("ladder", TraceLadder.Lines(trace).Prepend(TraceLadder.Heading)));

    static XElement[] Causes(Advice advice) => advice.Causes.Count switch
    {
        0 => [],
        1 =>
        [
            new XElement("h3", advice.CauseHeading),
            new XElement("p", Shown.Text(advice.Causes[0])),
        ],
        _ =>
        [
            new XElement("h3", advice.CauseHeading),
            new XElement("ol", advice.Causes.Select(
                cause => new XElement("li", Shown.Text(cause)))),
        ],
    };

    static XElement[] Fix(Advice advice) => advice.Fix.Length == 0 ? [] :
    [
        new XElement("h3", "Fix"), new XElement("p", Shown.Text(advice.Fix)),
        .. advice.Code is { } code ? [Code(advice.Language, code)] : Array.Empty<XElement>(),
    ];

    // Where the program's own language is not known, or has no text, all others are of use.
    static XElement? OtherLanguages(CheckCase one, Advice advice) =>
        advice.Code is not null || one.Explanation.Fixes.Count == 0 ? null
        : new XElement(
            "details", new XElement("summary", "In code"),
            one.Explanation.Fixes.OrderBy(fix => fix.Key).Select(
                fix => Code(fix.Key, fix.Value)));

    static XElement Code(Language language, string code) => new(
        "div", Element.Styled("p", "soft", CheckWords.Of(language)),
        Element.Lines("code", code.Split('\n')));
}
