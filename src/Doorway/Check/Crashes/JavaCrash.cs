using System.Text.RegularExpressions;

namespace Doorway.Check;

/// <summary>A stack trace of Java: the exception first, the innermost call after it.</summary>
static partial class JavaCrash
{
    /// <summary>The last exception that left a thread, or the first error of the compiler.
    /// </summary>
    public static CrashSite? In(string[] lines)
    {
        int head = Array.FindLastIndex(lines, Head().IsMatch);
        if (head < 0)
        {
            Match? error = lines.Select(line => Error().Match(line))
                .FirstOrDefault(match => match.Success);
            return error is null ? null : CrashSite.At(
                Language.Java, error.Groups[3].Value, error.Groups[1].Value,
                error.Groups[2].Value);
        }

        string what = Head().Match(lines[head]).Groups[1].Value;
        Match? own = lines.Skip(head + 1).Select(line => Frame().Match(line))
            .FirstOrDefault(match => match.Success && !IsLibrary(match.Groups[1].Value));
        return own is null ? new CrashSite(Language.Java, what)
            : CrashSite.At(Language.Java, what, own.Groups[2].Value, own.Groups[3].Value);
    }

    // A call may have its module before it: java.base/java.net.Socket.connect.
    static bool IsLibrary(string call) => Library().IsMatch(call);

    [GeneratedRegex(@"^Exception in thread ""[^""]*"" (.+)$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\s+at ([^(]+)\(([^():]+):(\d+)\)")]
    private static partial Regex Frame();

    [GeneratedRegex(@"^(java|jdk)\.|(^|/)(java|javax|jdk|sun|com\.sun|kotlin)\.")]
    private static partial Regex Library();

    [GeneratedRegex(@"^(\S[^:]*\.java):(\d+): error: (.+)$")]
    private static partial Regex Error();
}
