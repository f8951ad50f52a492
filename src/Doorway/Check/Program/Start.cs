namespace Doorway.Check.Program;

/// <summary>The program ends before it does anything.</summary>
sealed class Start : ProgramCase
{
    public override string Id => "program/start";

    public override string Title => "Does not start";

    public override string Requirement =>
        "The program starts, and a server goes on running until it is ended.";

    public override string Source => "exit(3), bind(2), accept(2)";

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsStartedByUs ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A program that ends at once answers nobody. All that it leaves is its exit code "
            + "and what it printed on its standard error: mostly the reason is there.",
        How = "The program is started with the command that was given, and watched until it has "
            + "opened a port or has ended.",
        Causes =
        [
            "The command is wrong: a misspelt file, a missing argument, a program that is not "
                + "compiled.",
            "The program stops by an error that nothing catches: a syntax error, a missing "
                + "module, a port that it may not have or that is taken.",
            "A server has no loop around accept, and nothing else to wait for.",
        ],
        Fix = "Start it by hand with the same command, and read the last lines that it prints.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "An exception that nothing catches ends the program. The last line "
                + "of the traceback names it; the line above shows where.",
            [Language.Java] = "An exception leaves main. Its name comes first; the first line "
                + "below it that names a file of yours shows where.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Look is not { HasStarted: false } look || (look.Doors.Count == 0
            && look is { Exit: null, Refused: null }))
        {
            return Verdict.Passed;
        }

        trial.Trace.Adopt(look.Trace);
        return Verdict.Failed(new Finding
        {
            Symptom = look.Refused is { } refused
                ? Sentence(refused)
                : $"The program {look.Exit}, {look.Time.TotalSeconds:0.0} s after its start"
                    + (look.LastWords is [var only] ? $": {only.Trim().TrimEnd('.')}." : "."),
            Evidence = Printed(look.LastWords),
        });
    }

    /// <summary>A reason as a sentence; one that begins with a file's name keeps it as it is.
    /// </summary>
    internal static string Sentence(string reason)
    {
        int end = reason.AsSpan().IndexOfAny(" :");
        bool isOfWords = end > 0 && reason[end] == ' ';
        string first = isOfWords ? reason[..1].ToUpperInvariant() : reason[..1];
        return $"{first}{reason[1..].TrimEnd('.')}.";
    }
}
