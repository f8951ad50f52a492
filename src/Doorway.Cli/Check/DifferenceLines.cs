using Doorway.Check;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>
/// Expected bytes over actual ones, a caret under the first that differs. What is long is shown
/// around that place.
/// </summary>
sealed record DifferenceLines
{
    const int Before = 24;
    const int Behind = 40;
    const string Cut = "...";

    DifferenceLines(string expected, string actual, int column, string note)
    {
        Expected = expected;
        Actual = actual;
        Column = column;
        Note = note;
    }

    /// <summary>What should have come, escaped.</summary>
    public string Expected { get; }

    /// <summary>What came, escaped.</summary>
    public string Actual { get; }

    /// <summary>Under how many columns the caret stands; -1 for none.</summary>
    public int Column { get; }

    /// <summary>Which byte it is, and of how many.</summary>
    public string Note { get; }

    /// <summary>The caret in its place, and what it points at.</summary>
    public string Caret => Column < 0 ? Note : $"{new string(' ', Column)}^ {Note}";

    /// <summary>Draws a difference.</summary>
    public static DifferenceLines Of(Evidence.Difference difference)
    {
        ReadOnlySpan<byte> expected = difference.Expected.Span;
        ReadOnlySpan<byte> actual = difference.Actual.Span;
        if (difference.At < 0)
        {
            return new DifferenceLines(
                Window(expected, 0), Window(actual, 0), -1, "the same bytes");
        }

        int at = CharacterStart(expected, actual, difference.At);
        int start = at <= Before ? 0 : CharacterStart(expected, actual, at - Before);
        string common = (start > 0 ? Cut : "") + Shown.Bytes(expected[start..at]);
        return new DifferenceLines(
            common + Window(expected[at..]), common + Window(actual[at..]),
            TextWidth.Of(common),
            NoteOf(difference));
    }

    static string NoteOf(Evidence.Difference difference)
    {
        int expected = difference.Expected.Length;
        int actual = difference.Actual.Length;
        return actual == 0 ? $"nothing came, {Bytes(expected)} should have"
            : difference.At == actual ? $"the end, after {actual} of {Bytes(expected)}"
            : difference.At == expected
                ? $"{actual - expected} more than the {Bytes(expected)} that should have come"
            : $"byte {difference.At + 1}; {Bytes(expected)} expected, {actual} came";
    }

    static string Bytes(int count) => count == 1 ? "1 byte" : $"{count} bytes";

    static string Window(ReadOnlySpan<byte> bytes, int start = 0)
    {
        ReadOnlySpan<byte> rest = bytes[start..];
        return rest.Length <= Behind
            ? Shown.Bytes(rest)
            : Shown.Bytes(rest[..CharacterStart(rest, rest, Behind)]) + Cut;
    }

    // Not in the middle of a character of either, so that what stands before is whole.
    static int CharacterStart(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, int at)
    {
        int start = at;
        while (start > 0 && at - start < 3 && (IsInside(one, start) || IsInside(other, start)))
        {
            start--;
        }

        return IsInside(one, start) || IsInside(other, start) ? at : start;
    }

    // UTF-8 (RFC 3629, 3): all but a character's first byte are 10xxxxxx.
    static bool IsInside(ReadOnlySpan<byte> bytes, int at) =>
        at < bytes.Length && (bytes[at] & 0xC0) == 0x80;
}
