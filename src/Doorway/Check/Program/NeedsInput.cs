namespace Doorway.Check.Program;

/// <summary>A server waits for a person before it serves.</summary>
sealed class NeedsInput : ProgramCase
{
    public override string Id => "program/needs-input";

    public override string Title => "Waits at its keyboard before it serves";

    public override string Requirement =>
        "A server opens its port without anything being typed.";

    public override string Source => "bind(2), listen(2); read(2) on standard input";

    public override CheckLevel? LevelFor(Traits traits) =>
        IsOurServer(traits) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server is started by a machine, at night, with nobody at its keyboard. One that "
            + "asks for its port or for a key first never opens its door there.",
        How = "The program is started and left alone. When it sleeps without a port, its port's "
            + "number is typed, and it is seen whether it reads that and goes on.",
        Causes =
        [
            "The port, the host or a name is asked for at the keyboard.",
            "\"Press Enter to start\" is waited for.",
        ],
        Fix = "Take what is needed from the command line, with a default. To have it checked as "
            + "it is, give what it asks for: --input 12000, once for each line.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000",
            [Language.Java] =
                "int port = args.length > 0 ? Integer.parseInt(args[0]) : 12000;",
            [Language.C] = "int port = argc > 1 ? atoi(argv[1]) : 12000;",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Look is not { HasStarted: true } look)
        {
            return Verdict.Skipped(trial.Traits.Mute ?? "it does not start");
        }

        if (look.Typed.Length == 0)
        {
            return Verdict.Passed;
        }

        trial.Trace.Adopt(look.Trace);
        string[] shown = look.Shown.TrimEnd().Split('\n');
        return Verdict.Failed(new Finding
        {
            Symptom = (look.Prompt.Length > 0 ? $"It asked \"{look.Prompt}\": no" : "No")
                + " port was open until "
                + $"{look.Typed.Count(one => one == '\n')} line(s) had been typed.",
            Evidence = shown is [""] ? [] : [new Evidence.Text("what it printed", shown)],
        });
    }
}
