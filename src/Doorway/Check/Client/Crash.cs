using System.Text.RegularExpressions;

namespace Doorway.Check.Client;

/// <summary>Whether a program died of something that it had not reckoned with.</summary>
static partial class Crash
{
    /// <summary>Whether a signal ended it, or an exception that it did not catch.</summary>
    public static bool Happened(Subject program) =>
        program.Exit is { } exit
            && (exit.Signal != 0 || (exit.Code != 0 && HasTrace(program.Errors.Text)));

    /// <summary>Whether a text holds a stack trace.</summary>
    public static bool HasTrace(string text) => Trace().IsMatch(text);

    // Python; Java; C#; Go; Rust; a line of the trace in Java, C# and JavaScript.
    [GeneratedRegex(
        @"^Traceback \(most recent|^Exception in thread|^Unhandled exception|^panic:"
            + @"|^goroutine \d|\bpanicked at\b|^\s+at .+[:(].*\d+\)?\s*$",
        RegexOptions.Multiline)]
    private static partial Regex Trace();
}
