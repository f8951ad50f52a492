using Doorway.Check.Running;

namespace Doorway.Check;

/// <summary>Checks a program: finds out what it is, then tries every case that is for it.</summary>
public static class CheckRun
{
    /// <summary>
    /// Whether this machine gives each case a network of its own, so that several programs can be
    /// checked at once though all take the same port.
    /// </summary>
    public static bool CanIsolate => Isolation.Choose(null, null).IsIsolated;

    /// <summary>Runs to the end, or until it is cancelled.</summary>
    /// <exception cref="CheckException">
    /// No case is for such a program, or there is nothing to start. Nothing was run.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// It was cancelled. Nothing of the program is left; <see cref="CheckPlan.Finished"/> was told
    /// what had come until then.
    /// </exception>
    public static Task<CheckReport> RunAsync(
        CheckPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        IReadOnlyList<CheckCase> chosen = CaseChoice.Of(plan);
        return Task.Factory.StartNew(
            () => new Checking(plan, chosen, cancellation).Run(), cancellation,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
