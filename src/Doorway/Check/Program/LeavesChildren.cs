namespace Doorway.Check.Program;

/// <summary>A server ends, and processes that it started go on.</summary>
sealed class LeavesChildren : ProgramCase
{
    public override string Id => "program/children";

    public override string Title => "Leaves processes behind";

    public override string Requirement =>
        "When the server has ended and its clients have gone, none of its processes is left.";

    public override string Source => "fork(2), wait(2), prctl(2)";

    public override CheckLevel? LevelFor(Traits traits) =>
        IsOurServer(traits) ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A process that is left behind keeps what it has inherited: often the listening "
            + "socket. The next start of the server then fails with \"address already in use\", "
            + "though no server seems to run.",
        How = "The server is started, one client asks and leaves, and SIGTERM is sent to the "
            + "server's first process. Then its other processes are looked for.",
        Causes =
        [
            "Workers are forked at the start, and nobody tells them that the parent has ended.",
            "A child process that serves a client does not end when the client has gone.",
        ],
        Fix = "End the children when the parent ends: send them SIGTERM in its handler, or let "
            + "them ask for it (on Linux, PR_SET_PDEATHSIG). In a child, close the listening "
            + "socket, and exit at the client's end of file.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "multiprocessing.Process without daemon=True, or os.fork without "
                + "os._exit in the child.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        Subject subject = trial.Subject!;
        if (trial.Traits.Mute is null)
        {
            _ = Asking.Of(trial, trial.Message("one"));
        }

        if (!Ending.ComesOnSigterm(trial))
        {
            return Verdict.Skipped("it does not end on SIGTERM, which is another finding");
        }

        trial.Until(() => subject.Children.Count == 0);
        int left = subject.Children.Count;
        return left == 0
            ? Verdict.Passed
            : Verdict.Failed($"{left} of its processes still ran after the "
                + "first one had ended.");
    }
}
