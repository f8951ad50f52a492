namespace Doorway.Check.Program;

/// <summary>A server sleeps before it opens its port.</summary>
sealed class SlowStart : ProgramCase
{
    static readonly TimeSpan Most = TimeSpan.FromMilliseconds(500);

    public override string Id => "program/slow-start";

    public override string Title => "Sleeps before it opens its port";

    public override string Requirement =>
        "A server that has all it needs opens its port at once.";

    public override string Source => "connect(2), ECONNREFUSED: nobody listens until then";

    public override CheckLevel? LevelFor(Traits traits) =>
        IsOurServer(traits) ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Until the port is open, every client is refused. Whoever starts a server and then a "
            + "client meets that as a fault that comes and goes.",
        How = "The program is started, and the time is taken in which it sleeps before its port is "
            + "open. Time in which it works, as to compile or to load, does not count.",
        Causes =
        [
            "There is a sleep before bind.",
            "Something else is waited for first: a name that is not resolved, another server.",
        ],
        Fix = "Open the port first. What must be waited for can be waited for afterwards: clients "
            + "stand in the backlog meanwhile.",
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Look is not { HasStarted: true } look)
        {
            return Verdict.Skipped(trial.Traits.Mute ?? "it does not start");
        }

        if (look.Typed.Length > 0)
        {
            return Verdict.Skipped("it waits at its keyboard, which is another finding");
        }

        if (look.Idle < Most)
        {
            return Verdict.Passed;
        }

        trial.Trace.Adopt(look.Trace);
        return Verdict.Failed(
            $"Its port was open {look.Time.TotalSeconds:0.0} s after its start; it slept "
            + $"{look.Idle.TotalSeconds:0.0} s of them.");
    }
}
