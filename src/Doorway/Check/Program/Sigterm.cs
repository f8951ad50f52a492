namespace Doorway.Check.Program;

/// <summary>A server does not end when it is asked to.</summary>
sealed class Sigterm : ProgramCase
{
    public override string Id => "program/sigterm";

    public override string Title => "Does not end on SIGTERM";

    public override string Requirement => "SIGTERM ends the program within 2 seconds.";

    public override string Source => "signal(7); kill(1)";

    public override CheckLevel? LevelFor(Traits traits) =>
        IsOurServer(traits) ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "SIGTERM is how kill, a service manager and a container ask a program to end. One "
            + "that does not listen is killed after a while, in the middle of what it does.",
        How = "The server is started, SIGTERM is sent to it once its port is open, and its end is "
            + "waited for.",
        Causes =
        [
            "A handler for SIGTERM does not end the program.",
            "The signal is ignored or blocked, or an exception of the handler is caught.",
            "The main thread ends, and others that are no daemons go on.",
        ],
        Fix = "Leave SIGTERM alone, or close the listening socket in its handler and return from "
            + "main.",
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        return Ending.ComesOnSigterm(trial)
            ? Verdict.Passed
            : Verdict.Failed("2 seconds after SIGTERM the program still runs.");
    }
}
