using System.Text.RegularExpressions;

namespace Doorway.Check;

/// <summary>A stack trace of .NET: it names files where the program's .pdb lies beside it.
/// </summary>
static partial class CSharpCrash
{
    /// <summary>The exception that nothing caught; null where there is none.</summary>
    public static CrashSite? In(string[] lines)
    {
        int head = Array.FindLastIndex(lines, Head().IsMatch);
        if (head < 0)
        {
            return null;
        }

        string what = Head().Match(lines[head]).Groups[1].Value;
        string[] calls = lines[(head + 1)..];
        if (calls.Select(line => InFile().Match(line)).FirstOrDefault(match => match.Success)
            is { } place)
        {
            return CrashSite.At(
                Language.CSharp, what, place.Groups[1].Value, place.Groups[2].Value);
        }

        Match? own = calls.Select(line => Call().Match(line))
            .FirstOrDefault(match => match.Success && !IsLibrary(match.Groups[1].Value));
        return new CrashSite(Language.CSharp, what, Method: own?.Groups[1].Value);
    }

    static bool IsLibrary(string call) =>
        call.StartsWith("System.") || call.StartsWith("Microsoft.") || call.StartsWith("Interop");

    [GeneratedRegex(@"^Unhandled exception\. (.+)$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^ +at .+ in (.+):line (\d+)$")]
    private static partial Regex InFile();

    [GeneratedRegex(@"^ +at ([^\s(]+)\(")]
    private static partial Regex Call();
}
