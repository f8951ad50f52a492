namespace Doorway.Check.Program;

/// <summary>A server takes all of a processor with nothing to do.</summary>
sealed class Busy : ProgramCase
{
    public override string Id => "program/busy";

    public override string Title => "Keeps the processor busy with nothing to do";

    public override string Requirement => "A server that nobody asks anything sleeps.";

    public override string Source =>
        "accept(2), recv(2): they block until something is there; poll(2)";

    public override CheckLevel? LevelFor(Traits traits) =>
        IsOurServer(traits) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A program that asks again and again whether something has come takes a whole "
            + "processor from all others, day and night, and answers no sooner for it: the kernel "
            + "wakes a program that waits as soon as there is something to do.",
        How = "The program is started, nobody comes, and its processor time is taken once its port "
            + "is open. A program that does not rest within 800 ms of processor time fails. Its "
            + "other faults mostly show as silence, of which nothing can be told here: most cases "
            + "are skipped.",
        Causes =
        [
            "The sockets are non-blocking, or have a very short timeout, and a loop asks each "
                + "of them without a pause.",
            "A loop waits for something else, such as a flag, and does not sleep.",
            "It prints without end.",
        ],
        Fix = "Let the sockets block, with a thread for each client; or wait for all of them by "
            + "one call: select, poll, epoll.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                selector = selectors.DefaultSelector()
                selector.register(server, selectors.EVENT_READ)
                while True:
                    for key, _ in selector.select():       # sleeps until something is there
                        serve(key.fileobj)
                """,
            [Language.C] = "poll(sockets, count, -1);   /* sleeps until something is there */",
            [Language.Java] = "selector.select();          // sleeps until something is there",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Look is not { HasStarted: true } look)
        {
            return Verdict.Skipped(trial.Traits.Mute ?? "it does not start");
        }

        if (look.Turned is not { } used)
        {
            return Verdict.Passed;
        }

        if (trial.Traits.Askings is [{ IsAnswered: false }, ..])
        {
            return Verdict.Skipped("it does not answer, which is another finding");
        }

        trial.Trace.Adopt(look.Trace);
        return Verdict.Failed(
            $"Nothing was asked of it, and it used {used.TotalMilliseconds:0} ms of processor "
            + "time without a rest once its port was open.");
    }
}
