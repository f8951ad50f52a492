namespace Doorway.Check.Client.Tcp;

/// <summary>All went well, and the exit code says that it did not.</summary>
sealed class ExitCode : TcpClientCase
{
    public override string Id => "tcp/client/exit-code";

    public override string Title => "Reports a failure after a success";

    public override string Requirement => "After a success the exit code is 0.";

    public override string Source => "exit(3) (EXIT_SUCCESS); POSIX XCU 2.8.2 (exit status)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Should;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Scripts and other programs look at the exit code alone: 0 is success, all else is "
            + "failure.",
        How = "A line is typed, answered and shown; then the exit code is looked at.",
        Causes =
        [
            "The program fails after it has shown the answer.",
            "main returns what another call returned, such as a number of bytes.",
            "It ends by an exit call with a code of its own.",
        ],
        Fix = "Return 0 after a success.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = "return EXIT_SUCCESS;",
            [Language.Python] = "sys.exit(0)  # or let the program run to its end",
            [Language.Java] = "System.exit(0); // or let main return",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        string answer = talk.Once("hello from the keyboard");
        Ending ending = talk.End();

        // What a long conversation dies of at its end is another case's.
        bool counts = ending == Ending.Exited
            || (ending == Ending.Crashed && trial.Traits.Profile is CheckProfile.Textbook
                or CheckProfile.Greeting);
        return !counts || !Screen.Has(talk.Client.Output, answer)
            || talk.Client.Exit is not { } exit || exit is { Code: 0, Signal: 0 }
            ? Verdict.Passed
            : Verdict.Failed($"The answer was shown, and the program {exit}.");
    }
}
