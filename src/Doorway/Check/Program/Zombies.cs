namespace Doorway.Check.Program;

/// <summary>A server does not wait for the processes that it has forked.</summary>
sealed class Zombies : ProgramCase
{
    const int Clients = 6;

    // One that looks after its children when the next client comes has the last ones still.
    const int Allowed = 3;

    public override string Id => "program/zombies";

    public override string Title => "Leaves zombies";

    public override string Requirement =>
        "A process that the server has forked is waited for when it has ended.";

    public override string Source => "wait(2) (zombies), fork(2); getrlimit(2), RLIMIT_NPROC";

    public override CheckLevel? LevelFor(Traits traits) =>
        IsOurServer(traits) && traits.IsTcpServer() && traits.Profile != CheckProfile.TwoWay
            ? CheckLevel.Should : null;

    internal override bool NeedsAnswer => true;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A process that has ended keeps its number until its parent has asked how it ended. "
            + "Such zombies do nothing, but their numbers are not given to anybody else: one for "
            + "each client that ever came. One day fork fails, with EAGAIN, for the server and "
            + "for all other programs of its user.",
        How = $"{Clients} clients come one after another, ask, get their answer and leave. The "
            + "server's processes are looked at: of those that have ended, no more than "
            + $"{Allowed} may be there still.",
        Causes =
        [
            "The server forks for each client, and never calls wait or waitpid.",
            "It calls waitpid once for several children: SIGCHLD comes once for all that ended "
                + "meanwhile.",
        ],
        Fix = "Call waitpid(-1, NULL, WNOHANG) in a loop until it returns 0 or less, whenever a "
            + "client has come, or on SIGCHLD. Who does not care how children end ignores SIGCHLD: "
            + "then the kernel keeps nothing.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "signal.signal(signal.SIGCHLD, signal.SIG_IGN)",
            [Language.C] = """
                signal(SIGCHLD, SIG_IGN);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        for (int i = 0; i < Clients; i++)
        {
            if (OrdinaryClient.Ask(trial) is { } failure)
            {
                return Verdict.Skipped($"an ordinary client {failure}");
            }

            if (!OrdinaryClient.LetFinish(trial))
            {
                return Verdict.Skipped("the program turns in a loop once a client has left");
            }
        }

        Subject subject = trial.Subject!;
        int count = subject.Unreaped();
        return count <= Allowed || trial.Until(() => (count = subject.Unreaped()) <= Allowed)
            ? Verdict.Passed
            : Verdict.Failed(
                $"{Clients} clients had come and gone, and {count} processes of the server had "
                + "ended and were not waited for.");
    }
}
