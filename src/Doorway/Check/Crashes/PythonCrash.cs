using System.Text.RegularExpressions;

namespace Doorway.Check;

/// <summary>A traceback of Python: the innermost call comes last, the exception after it.
/// </summary>
static partial class PythonCrash
{
    /// <summary>The last traceback; null where there is none.</summary>
    public static CrashSite? In(string[] lines)
    {
        // What does not compile has no such head.
        int head = Array.FindLastIndex(
            lines, line => line.StartsWith("Traceback (most recent call last):"));
        Match? own = null;
        bool hasFrame = false;
        foreach (string line in lines.Skip(head + 1))
        {
            if (Frame().Match(line) is { Success: true } frame)
            {
                hasFrame = true;
                own = IsLibrary(frame.Groups[1].Value) ? own : frame;
            }
            else if (hasFrame && line.Length > 0 && line[0] != ' ')
            {
                return head < 0 && !Uncompiled().IsMatch(line) ? null
                    : own is null ? new CrashSite(Language.Python, line)
                    : CrashSite.At(
                        Language.Python, line, own.Groups[1].Value, own.Groups[2].Value);
            }
        }

        return null;
    }

    static bool IsLibrary(string file) =>
        file.StartsWith("<frozen") || file.Contains("/lib/python")
            || file.Contains("/site-packages/");

    [GeneratedRegex(@"^ +File ""([^""]+)"", line (\d+)")]
    private static partial Regex Frame();

    [GeneratedRegex("^(SyntaxError|IndentationError|TabError)")]
    private static partial Regex Uncompiled();
}
