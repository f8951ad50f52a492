namespace Doorway.Check.Program;

/// <summary>A client asks for more at its keyboard than the message.</summary>
sealed class Prompts : ProgramCase
{
    public override string Id => "program/prompts";

    public override string Title => "Asks for more than the message";

    public override string Requirement =>
        "A client asks at its keyboard for the message alone.";

    public override string Source => "read(2) on standard input; getopt(3)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.Role != CheckRole.Client ? null
            : traits.Typed.Length > 0 ? CheckLevel.Note : CheckLevel.Should;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Whoever uses a client types the server's name once more for each sentence, and a "
            + "script that pipes sentences into it has the first of them taken for a name. What "
            + "the client would do with a sentence can't be told either: unless it asks for the "
            + "server's name or port, which it is told then, the other cases are skipped.",
        How = "The client is started and one line is typed, which is the number of the port. It "
            + "must have sent it, or have ended, before it asks something else.",
        Causes = ["The server's name or port is asked for at the keyboard."],
        Fix = "Take the server's name and port from the command line, with a default. To have it "
            + "checked as it is, give its first answers: --input localhost, once for each line.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] =
                "server_name = sys.argv[1] if len(sys.argv) > 1 else \"localhost\"",
            [Language.Java] = "String serverName = args.length > 0 ? args[0] : \"localhost\";",
            [Language.C] = "const char *name = argc > 1 ? argv[1] : \"localhost\";",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Look is not { Questions: { } asked } look)
        {
            return Verdict.Passed;
        }

        trial.Trace.Adopt(look.Trace);
        return Verdict.Failed(
            $"It asked \"{asked.First.Trim()}\", was given a line, sent nothing, and asked "
            + $"\"{asked.Second.Trim()}\". " + (trial.Traits.Typed.Length > 0
                ? $"It is given {Lines(trial.Traits.Typed)} here; --input gives it something else."
                : "With --input it is given what it asks first."));
    }

    static string Lines(string typed) => string.Join(" and ", typed.TrimEnd().Split('\n'));
}
