using System.Text.RegularExpressions;

namespace Doorway.Check;

/// <summary>A panic of Go: each call is a line with its place on the next.</summary>
static partial class GoCrash
{
    /// <summary>The panic, or the first error of the compiler; null where there is none.</summary>
    public static CrashSite? In(string[] lines)
    {
        int head = Array.FindIndex(lines, Head().IsMatch);
        if (head < 0 || !lines.Skip(head).Any(line => line.StartsWith("goroutine ")))
        {
            return Uncompiled(lines);
        }

        string what = lines[head];
        for (int i = head + 1; i < lines.Length - 1; i++)
        {
            // A program is the package main.
            if (lines[i].StartsWith("main.")
                && Place().Match(lines[i + 1]) is { Success: true } own)
            {
                return CrashSite.At(
                    Language.Go, what, own.Groups[1].Value, own.Groups[2].Value);
            }
        }

        return new CrashSite(Language.Go, what);
    }

    // "go run" heads the compiler's errors by the package.
    static CrashSite? Uncompiled(string[] lines)
    {
        int package = Array.FindIndex(lines, line => line.StartsWith("# "));
        Match? error = package < 0 ? null : lines.Skip(package).Select(
            line => Error().Match(line)).FirstOrDefault(match => match.Success);
        return error is null ? null : CrashSite.At(
            Language.Go, error.Groups[3].Value, error.Groups[1].Value, error.Groups[2].Value);
    }

    [GeneratedRegex("^(panic|fatal error): .")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\t(.+\.go):(\d+)")]
    private static partial Regex Place();

    [GeneratedRegex(@"^(\S+\.go):(\d+):\d+: (.+)$")]
    private static partial Regex Error();
}
