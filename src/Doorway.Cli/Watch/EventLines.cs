using Doorway.Cli.Reports;
using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>What has been seen as lines of JSON on standard output.</summary>
static class EventLines
{
    const int BatchSize = 4_096;

    /// <summary>Writes events as they come, until it is stopped; what is there then, still.
    /// </summary>
    public static async Task WriteAsync(WatchLog log, JsonEvents lines, CancellationToken stop)
    {
        long after = 0;
        try
        {
            while (true)
            {
                await log.WaitAsync(after, stop);
                after = Write(log, lines, after);
            }
        }
        catch (OperationCanceledException)
        {
            _ = Write(log, lines, after);
        }
    }

    static long Write(WatchLog log, JsonEvents lines, long after)
    {
        while (log.Read(after, BatchSize) is { Count: > 0 } events)
        {
            foreach (WatchEvent seen in events)
            {
                lines.Write("seen", json =>
                {
                    json.WritePropertyName("seen");
                    WatchJson.Write(json, seen);
                });
            }

            after = events[^1].Number;
        }

        return after;
    }
}
