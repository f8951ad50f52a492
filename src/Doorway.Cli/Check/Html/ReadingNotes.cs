using System.Xml.Linq;

namespace Doorway.Cli.Checks.Html;

/// <summary>What the words of a page mean, for who reads one for the first time.</summary>
static class ReadingNotes
{
    /// <summary>The section.</summary>
    public static XElement Section(CheckSheet sheet) => new(
        "section", new XElement("h2", "How to read this"),
        new XElement("dl", Terms(sheet).SelectMany(entry => (XElement[])
            [new XElement("dt", entry.Term), new XElement("dd", entry.Meaning)])));

    static IEnumerable<(string Term, string Meaning)> Terms(CheckSheet sheet)
    {
        yield return ("MUST", "The program is wrong without it. Begin with these.");
        yield return ("SHOULD", "It works in the lab, and fails one day on a real network.");
        yield return ("NOTE", "Nothing is wrong; it is good to know.");
        yield return (
            "expected, actual",
            "What should have come from the program, and what came. A byte that can't be shown "
            + @"stands as \x and two digits, a newline as \n. The caret stands under the first "
            + "byte that differs.");
        yield return (
            "step by step",
            "Time in milliseconds, on the left what Doorway did, on the right what the program "
            + "did. #1 is the first connection. An arrow was seen on the wire.");
        yield return (
            "likely cause",
            "Doorway sees the program from outside only. Where several causes look the same from "
            + "there, all are named, the likeliest first.");
        if (sheet.IsIsolated is { } isIsolated)
        {
            yield return (
                "surroundings",
                isIsolated
                    ? "Each case had the program started anew, on a network of its own."
                    : "All cases shared this machine's own network, one after another.");
        }
    }
}
