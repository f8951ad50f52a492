namespace Doorway.Check;

/// <summary>Checks a program: finds out what it is, then tries every case that is for it.</summary>
public static class CheckRun
{
    /// <summary>Runs to the end, or until it is cancelled.</summary>
    /// <exception cref="CheckException">
    /// No case is for such a program, or there is nothing to start. Nothing was run.
    /// </exception>
    public static Task<CheckReport> RunAsync(
        CheckPlan plan, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}
