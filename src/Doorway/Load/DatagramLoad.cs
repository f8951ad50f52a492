using System.Net;

namespace Doorway;

/// <summary>A load of datagrams (UDP, Unix).</summary>
static class DatagramLoad
{
    /// <summary>Runs it.</summary>
    /// <param name="plan">
    /// What to send: an open loop goes by the clock alone; in a closed one each socket has
    /// <see cref="LoadPlan.Depth"/> messages under way, and one whose answer is overdue by the
    /// measure of those before (RFC 6298) makes room for another, while its answer is still
    /// awaited.
    /// </param>
    /// <param name="remotes">
    /// The target's end points: the first that doesn't refuse before it answers is taken.
    /// </param>
    /// <param name="cancellation">
    /// Sends no more, and waits for the answers under way.
    /// </param>
    /// <returns>
    /// The report. Failures that the network tells (a refusal: ICMP port unreachable) are in its
    /// errors; where nothing but refusals come for <see cref="LoadPlan.Timeout"/> the run ends.
    /// </returns>
    /// <exception cref="ArgumentException">The size or the text is not possible.</exception>
    public static async Task<LoadReport> RunAsync(
        LoadPlan plan, IReadOnlyList<EndPoint> remotes, CancellationToken cancellation)
    {
        for (int i = 0; ; i++)
        {
            EndPoint remote = remotes[i];
            using var run = new DatagramRun(plan, remote, mayMove: i + 1 < remotes.Count);
            long? before = TargetDrops.Of(remote);
            LoadReport report = await run.RunAsync(cancellation).ConfigureAwait(false);
            if (!run.IsMoved || cancellation.IsCancellationRequested)
            {
                long? after = TargetDrops.Of(remote);
                return report with { DroppedAtTarget = after - (before ?? 0) };
            }
        }
    }
}
