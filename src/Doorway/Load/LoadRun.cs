using System.Net;

namespace Doorway;

/// <summary>Measures a server: sends what a plan says and checks every answer.</summary>
public static class LoadRun
{
    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What to send, how fast, and what to expect.</param>
    /// <param name="cancellation">
    /// Ends it early: nothing more is sent, the answers that are under way are awaited for
    /// <see cref="LoadPlan.Timeout"/> at most, and the report says what was measured so far.
    /// </param>
    /// <returns>
    /// What was measured. A target that refuses, is silent, answers wrongly or closes is no
    /// exception but a report that says so: see <see cref="LoadReport.Errors"/>,
    /// <see cref="LoadReport.ClosedByServer"/> and <see cref="LoadReport.Counts"/>.
    /// </returns>
    /// <remarks>
    /// With <see cref="LoadPlan.Count"/> a run over streams ends when nothing has moved for
    /// <see cref="LoadPlan.Timeout"/>; with a duration it goes on to the end, and counts answers
    /// that come after all as late. A run ends when all of its connections are closed.
    /// Over datagrams a closed loop with a count ends after three times that without an answer.
    /// </remarks>
    /// <exception cref="ArgumentException">The plan can't be carried out as it is.</exception>
    /// <exception cref="AddressResolutionException">There is no such host.</exception>
    public static async Task<LoadReport> RunAsync(
        LoadPlan plan, CancellationToken cancellation = default)
    {
        LoadPlanCheck.Require(plan);
        IReadOnlyList<EndPoint> remotes =
            await plan.Target.ResolveAsync(cancellation: cancellation).ConfigureAwait(false);
        return plan.Target.Transport.IsStream
            ? await StreamLoad.RunAsync(plan, remotes, cancellation).ConfigureAwait(false)
            : await DatagramLoad.RunAsync(plan, remotes, cancellation).ConfigureAwait(false);
    }
}
