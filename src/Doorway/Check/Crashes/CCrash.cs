using System.Text.RegularExpressions;

namespace Doorway.Check;

/// <summary>
/// What is said of a C or C++ program that dies: by assert(3), by glibc, by the C++ runtime, by
/// the sanitizers of gcc and clang. A plain SIGSEGV says nothing.
/// </summary>
static partial class CCrash
{
    /// <summary>What was said; null where nothing was.</summary>
    public static CrashSite? In(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (Located().Match(lines[i]) is { Success: true } located)
            {
                return CrashSite.At(
                    Language.C, located.Groups["what"].Value, located.Groups["file"].Value,
                    located.Groups["line"].Value);
            }

            if (Sanitizer().Match(lines[i]) is { Success: true } sanitizer)
            {
                return Sanitized(sanitizer.Groups[1].Value, lines[(i + 1)..]);
            }

            if (Thrown().Match(lines[i]) is { Success: true } thrown)
            {
                Match message = i + 1 < lines.Length
                    ? Message().Match(lines[i + 1]) : Match.Empty;
                string what = thrown.Groups[1].Value;
                return new CrashSite(Language.C, message.Success
                    ? $"{what}: {message.Groups[1].Value}" : what);
            }

            if (Library().Match(lines[i]) is { Success: true } library)
            {
                return new CrashSite(Language.C, library.Groups["what"].Value);
            }
        }

        return null;
    }

    static CrashSite Sanitized(string what, string[] calls)
    {
        Match? own = calls.Select(line => Call().Match(line)).FirstOrDefault(
            match => match.Success && !Runtime().IsMatch(match.Groups[1].Value));
        return own is null ? new CrashSite(Language.C, what)
            : CrashSite.At(Language.C, what, own.Groups[1].Value, own.Groups[2].Value);
    }

    // assert(3), and the sanitizer of undefined behaviour.
    [GeneratedRegex(@"^[^:]*: (?<file>[^\s:]+):(?<line>\d+): .*(?<what>Assertion .+ failed\.)$"
        + @"|^(?<file>[^\s:]+):(?<line>\d+):\d+: (?<what>runtime error: .+)$")]
    private static partial Regex Located();

    [GeneratedRegex(@"^==\d+==\s*ERROR: (\w+Sanitizer: \S+)")]
    private static partial Regex Sanitizer();

    [GeneratedRegex(@"^ +#\d+ 0x\S+ in .+? (\S+?):(\d+)(?::\d+)?$")]
    private static partial Regex Call();

    [GeneratedRegex(@"libsanitizer|compiler-rt|/sysdeps/|/csu/|/bits/|/include/c\+\+/")]
    private static partial Regex Runtime();

    [GeneratedRegex(@"^terminate called after throwing an instance of '(.+)'$")]
    private static partial Regex Thrown();

    [GeneratedRegex(@"^  what\(\):  (.+)$")]
    private static partial Regex Message();

    // glibc: the stack protector, fortified calls, malloc(3).
    [GeneratedRegex(@"^(?:\*\*\* (?<what>.+ detected) \*\*\*: terminated"
        + @"|(?<what>(?:free|malloc|realloc|calloc|munmap_chunk)\(\): .+"
        + @"|double free or corruption.*"
        + @"|corrupted (?:size vs\. prev_size|double-linked list).*))$")]
    private static partial Regex Library();
}
