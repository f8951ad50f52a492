using System.Text.RegularExpressions;

namespace Doorway.Check;

/// <summary>
/// An error that ended Node.js: the place and the line of code with a caret under it, an empty
/// line, the error with its calls.
/// </summary>
static partial class NodeCrash
{
    const int CaretWithin = 3;

    /// <summary>The error; null where there is none.</summary>
    public static CrashSite? In(string[] lines)
    {
        int head = Array.FindIndex(lines, Head().IsMatch);
        int caret = head < 0 ? -1 : Array.FindIndex(
            lines, head, Math.Min(CaretWithin, lines.Length - head), Caret().IsMatch);
        int error = caret < 0 ? -1 : Array.FindIndex(lines, caret + 1, line => line.Length > 0);
        if (error < 0)
        {
            return null;
        }

        string what = lines[error];
        Match? own = lines.Skip(error).Select(line => Call().Match(line))
            .FirstOrDefault(match => match.Success && !IsLibrary(match.Groups[1].Value));
        Match place = own ?? Head().Match(lines[head]);
        if (place.Groups[1].Value.StartsWith('/'))
        {
            return CrashSite.At(
                Language.JavaScript, what, place.Groups[1].Value, place.Groups[2].Value);
        }

        Match? emitted = lines.Skip(error).Select(line => Emitted().Match(line))
            .FirstOrDefault(match => match.Success);
        return new CrashSite(Language.JavaScript, emitted is null ? what
            : $"{what}, an 'error' event of a {emitted.Groups[1].Value} that nothing listens to");
    }

    static bool IsLibrary(string file) => file.Contains("/node_modules/");

    [GeneratedRegex(@"^(?:file://)?(node:\S+|/.+\.[cm]?[jt]s):(\d+)$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\s*\^+\s*$")]
    private static partial Regex Caret();

    [GeneratedRegex(@"^ +at (?:.*\()?(?:file://)?(/[^()]+):(\d+):\d+\)?(?: \{)?$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^Emitted 'error' event on (\w+) instance")]
    private static partial Regex Emitted();
}
