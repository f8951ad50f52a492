using System.Globalization;
using System.Text;

namespace Doorway.Cli.Terminal;

/// <summary>
/// Makes a peer's bytes safe to look at: control characters are shown as <c>\x1b</c>, so that
/// nobody can move the cursor, set the title or forge lines on somebody's terminal. Bytes that are
/// not UTF-8 are shown as <c>\xff</c>.
/// </summary>
static class Escape
{
    /// <summary>The bytes as one readable line; newlines become <c>\n</c>.</summary>
    /// <param name="bytes">What a peer sent.</param>
    /// <param name="limit">How many bytes are shown before "...".</param>
    public static string Line(ReadOnlySpan<byte> bytes, int limit = int.MaxValue)
    {
        bool cut = bytes.Length > limit;
        string shown = Text(cut ? bytes[..limit] : bytes, keepLines: false);
        return cut ? shown + "..." : shown;
    }

    /// <summary>
    /// The bytes as text for a terminal: line ends and tabs stay, other controls are shown.
    /// </summary>
    public static string Screen(ReadOnlySpan<byte> bytes) => Text(bytes, keepLines: true);

    static string Text(ReadOnlySpan<byte> bytes, bool keepLines)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(bytes, out Rune rune, out int count)
                == System.Buffers.OperationStatus.Done;
            if (!valid)
            {
                AppendBytes(text, bytes[..count]);
            }
            else if (keepLines && rune.Value is '\n' or '\t')
            {
                text.Append((char)rune.Value);
            }
            else if (rune.Value == '\n')
            {
                text.Append("\\n");
            }
            else if (IsUnsafe(rune))
            {
                // A carriage return before a newline is a line end and no more.
                bool isLineEnd = keepLines && rune.Value == '\r'
                    && bytes.Length > 1 && bytes[1] == '\n';
                AppendBytes(text, isLineEnd ? [] : bytes[..count]);
            }
            else
            {
                text.Append(rune.ToString());
            }

            bytes = bytes[count..];
        }

        return text.ToString();
    }

    // Controls, and format characters that reorder or hide text (bidirectional overrides and
    // isolates).
    static bool IsUnsafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    static void AppendBytes(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        }
    }
}
