using System.Text.RegularExpressions;

namespace Doorway.Check.Client;

/// <summary>A failure that a program did not handle: its runtime ended it, or a signal
/// did.</summary>
static class Uncaught
{
    // Python, Java, Go, Rust, C#, JavaScript; each says what it was on the line that is caught
    // here.
    static readonly Regex[] Signs =
    [
        new(@"Traceback \(most recent call last\)[\s\S]*?\n(\w[^\n]*)"),
        new(@"Exception in thread ""[^\n""]*"" ([^\n]*)"),
        new(@"^(panic: [^\n]*)", RegexOptions.Multiline),
        new(@"(thread '[^'\n]*'[^\n]* panicked at [^\n]*)"),
        new(@"Unhandled exception\. ([^\n]*)"),
        new(@"\n(\w*Error[^\n]*)\n    at [\s\S]*Node\.js v"),
    ];

    /// <summary>How a program was ended; null where it ended itself, or runs.</summary>
    public static string? In(Subject subject)
    {
        if (subject.Exit is { Signal: not 0 } exit)
        {
            return exit.ToString();
        }

        string errors = subject.Errors.Text;
        return Signs.Select(sign => sign.Match(errors)).FirstOrDefault(match => match.Success)
            ?.Groups[1].Value.Trim();
    }
}
