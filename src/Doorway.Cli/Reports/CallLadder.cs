using Doorway.Cli.Terminal;

namespace Doorway.Cli.Reports;

/// <summary>
/// The calls of one exchange in the order they happened, client left, server right.
/// </summary>
static class CallLadder
{
    const int Indent = 4;
    const int ClientColumn = 44;

    /// <summary>The lines to print.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Entry> entries, Color color)
    {
        yield return new string(' ', Indent)
            + color.Paint(Ink.Client, "client") + new string(' ', ClientColumn - "client".Length)
            + color.Paint(Ink.Server, "server");
        foreach (Entry entry in entries.OrderBy(entry => entry.Effective))
        {
            string call = CallText.Of(entry, messageLength: 16);
            yield return entry.Side == Side.Client
                ? new string(' ', Indent) + call
                : new string(' ', Indent + ClientColumn) + call;
        }
    }
}
