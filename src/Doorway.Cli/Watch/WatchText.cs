using System.Text;
using Doorway.Cli.Terminal;
using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>
/// Draws the ladder in the terminal, live: a column for each program, its calls there, the frames
/// as arrows between them. What is in the log when the drawing is stopped is drawn first.
/// </summary>
static class WatchText
{
    // How often a wait that goes on is said anew on a terminal.
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>Draws what a session sees, until it is stopped.</summary>
    public static Task DrawAsync(
        WatchSession session, Stream output, Color color, CancellationToken stop) =>
        DrawAsync(session.Log, output, color, stop);

    /// <summary>Draws until it is stopped.</summary>
    /// <param name="log">What is seen.</param>
    /// <param name="output">Where to.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="stop">Ends it.</param>
    public static Task DrawAsync(
        WatchLog log, Stream output, Color color, CancellationToken stop) =>
        DrawAsync(log, output, color, LadderStyle.OfOutput(), stop);

    internal static async Task DrawAsync(
        WatchLog log, Stream output, Color color, LadderStyle style, CancellationToken stop)
    {
        await using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        var ladder = new LadderText(style, color);
        bool moves = style.IsTerminal && color.IsOn;
        bool isWaitShown = false;
        long last = 0;
        while (true)
        {
            bool isOver = stop.IsCancellationRequested;
            IReadOnlyList<WatchEvent> events = log.Read(last);
            if (isWaitShown && events.Count > 0)
            {
                // To the line's beginning, and erase it (ECMA-48 8.3.41).
                text.Write("\r\e[K");
                isWaitShown = false;
            }

            foreach (WatchEvent seen in events)
            {
                foreach (string line in Missing(last, seen).Concat(ladder.Lines(seen)))
                {
                    text.WriteLine(line);
                }

                last = seen.Number;
            }

            foreach (string line in ladder.Rest())
            {
                text.WriteLine(line);
            }

            if (isOver)
            {
                text.Write(isWaitShown ? "\r\e[K" : "");
                await text.FlushAsync(CancellationToken.None);
                return;
            }

            if (moves && ladder.Waiting(DateTime.UtcNow) is { } waiting)
            {
                text.Write($"\r\e[K{waiting}");
                isWaitShown = true;
            }

            await text.FlushAsync(CancellationToken.None);
            await WaitAsync(log, last, moves, stop);
        }
    }

    static IEnumerable<string> Missing(long last, WatchEvent next) => next.Number > last + 1
        ? [$"-- {next.Number - last - 1:N0} events are not shown: they came too fast"] : [];

    static async Task WaitAsync(WatchLog log, long last, bool moves, CancellationToken stop)
    {
        using var some = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (moves)
        {
            some.CancelAfter(Tick);
        }

        try
        {
            await log.WaitAsync(last, some.Token);
        }
        catch (OperationCanceledException)
        {
            // It is time for the next look.
        }
    }
}
