using System.Globalization;
using Doorway.Cli.Terminal;
using Spectre.Console;

namespace Doorway.Cli.Reports;

/// <summary>
/// Who called what: client and server side by side, UDP against TCP, counted from what truly
/// happened, in the order of the first call; and under it, why the columns differ.
/// </summary>
static class CallTable
{
    /// <summary>Writes the table of a journal.</summary>
    public static void Write(IReadOnlyList<Entry> entries, long dropped, TextWriter output)
    {
        entries = [.. entries.Where(entry => entry.Call.IsCall)];
        Column[] columns = [.. Columns(entries)];
        IAnsiConsole console = Page.Plain(output);

        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumn("call");
        foreach (Column column in columns)
        {
            table.AddColumn(new TableColumn(column.Title).RightAligned());
        }

        foreach (SocketCall call in InOrder(entries))
        {
            table.AddRow([CallText.Name(call), .. columns.Select(column => Cell(column, call))]);
        }

        output.WriteLine("Who called what, and how often:");
        console.Write(table);
        foreach (SocketCall call in InOrder(entries))
        {
            if (CallReasons.Of(call, entries) is { } why)
            {
                output.WriteLine($"  {CallText.Name(call),-9} {why}");
            }
        }

        if (dropped > 0)
        {
            output.WriteLine(
                $"  ({dropped} older calls are no longer in the journal and not counted)");
        }
    }

    static string Cell(Column column, SocketCall call)
    {
        int count = column.Entries.Count(entry => entry.Call == call);
        return count == 0 ? "-" : count.ToString(CultureInfo.InvariantCulture);
    }

    // The order in which calls are made, for calls of the same rank the order in which they
    // happened.
    static IEnumerable<SocketCall> InOrder(IReadOnlyList<Entry> entries) =>
        entries.Select(entry => entry.Call).Distinct().Order();

    static IEnumerable<Column> Columns(IReadOnlyList<Entry> entries) =>
        entries.GroupBy(entry => (entry.Transport, entry.Side))
            .OrderByDescending(group =>
                group.Key.Transport.IsDatagram)
            .ThenBy(group => group.Key.Transport)
            .ThenBy(group => group.Key.Side)
            .Select(group => new Column(
                $"{Title(group.Key.Transport)} {group.Key.Side.ToString().ToLowerInvariant()}",
                [.. group]));

    static string Title(Transport transport) => transport switch
    {
        Transport.Udp => "UDP",
        Transport.Tcp => "TCP",
        Transport.Unix => "Unix stream",
        _ => "Unix datagram",
    };

    sealed record Column(string Title, Entry[] Entries);
}
