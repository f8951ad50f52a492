using System.Text.RegularExpressions;

namespace Doorway.Check;

/// <summary>A panic of Rust; its message follows on the next line since Rust 1.73.</summary>
static partial class RustCrash
{
    /// <summary>The last panic; null where there is none.</summary>
    public static CrashSite? In(string[] lines)
    {
        int head = Array.FindLastIndex(lines, Head().IsMatch);
        if (head < 0)
        {
            return null;
        }

        string rest = Head().Match(lines[head]).Groups[1].Value;
        if (Old().Match(rest) is { Success: true } old)
        {
            return Site(old.Groups[1].Value, old.Groups[2].Value, old.Groups[3].Value, lines);
        }

        Match place = Place().Match(rest);
        string what = head + 1 < lines.Length ? lines[head + 1] : "";
        return place.Success
            ? Site(what, place.Groups[1].Value, place.Groups[2].Value, lines[(head + 1)..]) : null;
    }

    static CrashSite Site(string what, string file, string line, string[] after)
    {
        what = $"panic: {what}";
        if (!IsLibrary(file))
        {
            return CrashSite.At(Language.Rust, what, file, line);
        }

        // The backtrace, where RUST_BACKTRACE asked for one.
        Match? own = after.Select(one => Call().Match(one))
            .FirstOrDefault(match => match.Success && !IsLibrary(match.Groups[1].Value));
        return own is null ? new CrashSite(Language.Rust, what)
            : CrashSite.At(Language.Rust, what, own.Groups[1].Value, own.Groups[2].Value);
    }

    static bool IsLibrary(string file) =>
        file.Contains("/rustc/") || file.Contains("/.cargo/") || file.Contains("/rustlib/");

    [GeneratedRegex(@"^thread '[^']*'(?: \(\d+\))? panicked at (.+)$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^'(.*)', ([^':]+):(\d+):\d+$")]
    private static partial Regex Old();

    [GeneratedRegex(@"^([^:]+):(\d+):\d+:?$")]
    private static partial Regex Place();

    [GeneratedRegex(@"^ +at (.+\.rs):(\d+):\d+$")]
    private static partial Regex Call();
}
