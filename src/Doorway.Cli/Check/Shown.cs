using System.Text;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>
/// What a checked program sent or printed, made safe for a terminal, a page and an XML file:
/// nothing that a stranger's program says may act on its reader.
/// </summary>
static class Shown
{
    /// <summary>Bytes in one line; a backslash of their own is doubled, so that nothing else
    /// looks like an escape.</summary>
    public static string Bytes(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (bytes.IndexOf((byte)'\\') is >= 0 and int at)
        {
            text.Append(Escape.Line(bytes[..at])).Append(@"\\");
            bytes = bytes[(at + 1)..];
        }

        return Plain(text.Append(Escape.Line(bytes)).ToString());
    }

    /// <summary>A text in one line.</summary>
    public static string Text(string text) =>
        Plain(Escape.Line(Encoding.UTF8.GetBytes(text)));

    // The two that XML can't hold at all, though they are Unicode (XML 1.0, 2.2).
    static string Plain(string text) => text
        .Replace("\ufffe", @"\ufffe", StringComparison.Ordinal)
        .Replace("\uffff", @"\uffff", StringComparison.Ordinal);
}
