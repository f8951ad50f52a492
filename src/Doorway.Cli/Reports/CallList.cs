using System.Globalization;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Reports;

/// <summary>
/// Prints every call of a journal as it happens, a line each, until it is disposed.
/// </summary>
sealed class CallList : IAsyncDisposable
{
    // Calls of one moment come from several threads: they are gathered and put in order.
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);

    readonly Journal _journal;
    readonly Action<Entry> _show;
    readonly CancellationTokenSource _stop = new();
    readonly Task _printing;
    long _read;

    public CallList(Journal journal, Action<Entry> show)
    {
        _journal = journal;
        _show = show;
        _printing = Task.Run(PrintAsync);
    }

    /// <summary>
    /// The line for a call: when, on which side and transport, what, how long it had waited.
    /// </summary>
    public static string Line(Entry entry, Color color)
    {
        string time = entry.Effective.ToLocalTime().ToString(
            "HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        string transport = entry.Transport.ToString().ToLowerInvariant();
        string side = entry.Side.ToString().ToLowerInvariant();
        string waited = entry.Waited.TotalMilliseconds >= 100
            ? string.Create(
                CultureInfo.InvariantCulture, $"   (waited {entry.Waited.TotalSeconds:0.0} s)")
            : "";
        Ink ink = entry.Side == Side.Client ? Ink.Client : Ink.Server;
        return color.Paint(Ink.Aside, time)
            + $" {transport,-4} {color.Paint(ink, side)}  {CallText.Of(entry)}{waited}";
    }

    /// <summary>Prints to standard error.</summary>
    public static CallList On(Journal journal, Notices notices) =>
        new(journal, entry => notices.Plain(Line(entry, notices.Color)));

    async Task PrintAsync()
    {
        try
        {
            while (true)
            {
                await _journal.WaitAsync(_read, _stop.Token);
                await Task.Delay(Gather, _stop.Token);
                Print();
            }
        }
        catch (OperationCanceledException)
        {
            Print();
        }
    }

    void Print()
    {
        var entries = new List<Entry>();
        _read = _journal.Read(_read, entries);
        foreach (Entry entry in entries.OrderBy(entry => entry.Effective))
        {
            _show(entry);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _printing;
        _stop.Dispose();
    }
}
