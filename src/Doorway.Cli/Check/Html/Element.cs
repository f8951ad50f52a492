using System.Xml.Linq;

namespace Doorway.Cli.Checks.Html;

/// <summary>Elements as a page needs them.</summary>
static class Element
{
    /// <summary>One with a style.</summary>
    public static XElement Styled(string name, string style, params object?[] content) =>
        new(name, new XAttribute("class", style), content);

    /// <summary>Lines that keep their places; none of them is empty for a browser.</summary>
    public static XElement Lines(string style, IEnumerable<string> lines) =>
        Styled("pre", style, string.Join('\n', lines.DefaultIfEmpty(" ")));
}
