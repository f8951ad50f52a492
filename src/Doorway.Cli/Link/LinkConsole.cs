using System.Text;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Links;

/// <summary>
/// Changes a link while it runs, by lines of standard input. The end of the input changes nothing.
/// </summary>
/// <param name="link">The link.</param>
/// <param name="transport">What it carries.</param>
/// <param name="log">Where answers go, behind what the link has told before.</param>
/// <param name="notices">Where help goes.</param>
sealed class LinkConsole(Doorway.Link link, Transport transport, LinkLog log, Notices notices)
    : IDisposable
{
    const int LineLimit = 4096;

    readonly CancellationTokenSource _stop = new();

    /// <summary>Begins to read.</summary>
    public void Start() => _ = Task.Run(ListenAsync);

    async Task ListenAsync()
    {
        try
        {
            await Foreground.WaitAsync(_stop.Token);
            var lines = new LineReader(Standard.Input(), LineLimit);
            while (await lines.ReadLineAsync(_stop.Token) is { } line)
            {
                Take(Encoding.UTF8.GetString(line).Trim());
                await Foreground.WaitAsync(_stop.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // The link stops, or the terminal has gone: what was asked for stays.
        }
    }

    /// <summary>Does what one line says.</summary>
    public void Take(string line)
    {
        switch (line)
        {
            case "":
                break;
            case "show":
                Show();
                break;
            case "help":
                Help();
                break;
            default:
                Change(line);
                break;
        }
    }

    void Change(string line)
    {
        try
        {
            LinkChange change = LinkChange.Parse(line);
            // Both first: where one of the two can't be, neither is changed.
            ImpairmentSet[] after = [.. change.Directions.Select(
                way => change.Apply(way, link.Impairments(way), transport))];
            foreach ((Direction way, ImpairmentSet set) in change.Directions.Zip(after))
            {
                link.Change(way, set);
            }
        }
        catch (Exception failure) when (
            failure is FormatException or ArgumentException or NotSupportedException)
        {
            string said = Escape.Line(Encoding.UTF8.GetBytes(failure.Message));
            log.Fail($"{said}; nothing is changed (help shows how lines are written)");
        }
    }

    void Show()
    {
        foreach (Direction way in LinkReport.Directions)
        {
            log.Add($"now: {LinkReport.Way(way)}: {link.Impairments(way)}");
            log.Add($"so far: {LinkReport.Line(way, link.Counts(way))}");
        }
    }

    void Help()
    {
        int width = ImpairmentSet.Kinds.Max(kind => kind.Name.Length + kind.Form.Length) + 1;
        notices.Plain("A line changes what the link does from now on:");
        foreach (ImpairmentKind kind in ImpairmentSet.Kinds.Where(one => one.ActsOn(transport)))
        {
            Line($"{kind.Name} {kind.Form}", kind.Help);
        }

        Line("KIND off", "End one of them");
        Line("preset NAME", "Both directions as "
            + string.Join(", ", LinkPreset.All.Select(preset => preset.Name)));
        Line("off", "End all of them");
        Line("show", "What is asked for now, and what was done so far");
        notices.Plain("to-server:, to-client: or both: before it says which direction; without, an "
            + "impairment acts on the way to the server, preset and off on both ways.");

        void Line(string form, string help) =>
            notices.Plain($"  {form.PadRight(width)}  {help}");
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
