using Doorway.Watch;
namespace Doorway.Cli.Watching;
static class TextLines
{
    public static async Task WriteAsync(WatchLog log, TextWriter output, CancellationToken stop)
    {
        await using (output)
        {
            await Task.Delay(-1, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
