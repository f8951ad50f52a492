using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>Runs a check, and keeps what is known of it whatever ends it.</summary>
sealed class CheckWork(CheckPlan plan, CheckProgress progress)
{
    // How long a cancelled check may take to clear up, before it is left.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs to the end, or until a signal comes.</summary>
    /// <exception cref="UsageException">No case matched, or the like.</exception>
    public async Task<CheckSheet> RunAsync(Signals signals, CancellationToken cancellation)
    {
        progress.Begin();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // A report that can't be written any more, or is read by nobody, ends the check.
        Exception? fault = null;
        Task<CheckReport> run = Begin(plan with
        {
            Known = traits => Guard(() => progress.Know(traits)),
            Log = line => Guard(() => progress.Say(line)),
            // A terminal's Ctrl-C reaches the program too: what it does then is no finding.
            Finished = result => Guard(() =>
            {
                if (!signals.First.IsCompleted)
                {
                    progress.Add(result);
                }
            }),
        });
        await Task.WhenAny(run, signals.First);
        if (!run.IsCompleted)
        {
            await ended.CancelAsync();
            await Task.WhenAny(run, Task.Delay(Grace, CancellationToken.None));
        }

        if (fault is not null)
        {
            throw fault;
        }

        try
        {
            return signals.First.IsCompleted
                ? progress.Stop(await signals.First) : progress.End(await run);
        }
        catch (CheckException failure)
        {
            throw new UsageException(failure.Message);
        }

        Task<CheckReport> Begin(CheckPlan told)
        {
            try
            {
                return CheckRun.RunAsync(told, ended.Token);
            }
            catch (CheckException failure)
            {
                return Task.FromException<CheckReport>(failure);
            }
        }

        void Guard(Action work)
        {
            try
            {
                work();
            }
            catch (IOException failure)
            {
                fault ??= failure;
                ended.Cancel();
            }
        }
    }
}
