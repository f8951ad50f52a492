namespace Doorway.Check.Server;

/// <summary>
/// A client that does something unusual, and another that comes after it: does the server still
/// serve? Ordinary clients come first, and so do the unusual ones that a server which fails here
/// may already fail at: it is skipped then, since that is another case's finding.
/// </summary>
abstract class SurvivalCase : CheckCase
{
    // A server that ends after its first client, or after its second, doesn't do so because of
    // ours.
    const int OrdinaryClients = 2;

    /// <inheritdoc/>
    public sealed override CheckRole Role => CheckRole.Server;

    /// <summary>What the client did, as in "after a client had ...".</summary>
    private protected abstract string Deed { get; }

    /// <summary>Does it.</summary>
    /// <returns>False where it can't be done to this program.</returns>
    private protected abstract bool Do(Trial trial);

    /// <summary>The simpler things that it must stand first.</summary>
    private protected virtual IReadOnlyList<SurvivalCase> Simpler => [];

    internal sealed override Verdict Run(Trial trial)
    {
        trial.Serve();
        if (OrdinaryClient.Ask(trial, OrdinaryClients) is { } notServed)
        {
            return Verdict.Skipped($"an ordinary client {notServed}");
        }

        if (!OrdinaryClient.LetFinish(trial))
        {
            return Verdict.Skipped("the program turns in a loop once ordinary clients have left");
        }

        foreach (SurvivalCase one in Simpler)
        {
            if (one.LevelFor(trial.Traits) is not null && one.After(trial) is not null)
            {
                return Verdict.Skipped($"it fails at something simpler: {one.Id}");
            }
        }

        if (!Do(trial))
        {
            return Verdict.Skipped("the program could not be stopped for a moment");
        }

        return Next(trial) is { } failure
            ? Verdict.Failed($"After a client had {Deed}, {failure}.")
            : Verdict.Passed;
    }

    string? After(Trial trial) => Do(trial) ? Next(trial) : null;

    // What became of the server; null where it still serves.
    static string? Next(Trial trial) =>
        !OrdinaryClient.LetFinish(trial)
            ? "the program turned in a loop, and used much processor time"
            : OrdinaryClient.Ask(trial) is { } failure ? $"the next client {failure}" : null;
}
