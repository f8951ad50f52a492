namespace Doorway.Check.Client.Udp;

/// <summary>The exit code says failure where all went well.</summary>
sealed class ExitCode : CheckCase
{
    public override string Id => "udp/client/exit-code";

    public override string Title => "Exits with a failure after success";

    public override string Requirement =>
        "Where the answer came and was shown, the exit code is 0.";

    public override string Source => "exit(3) (EXIT_SUCCESS)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient && !UdpTalk.GoesOn(traits) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Scripts, make and graders look at the exit code, not at the text: 0 is success, "
            + "anything else is a failure.",
        How = "A line is typed and answered; when the program has ended, its exit code is looked "
            + "at.",
        Causes =
        [
            "It fails after it has shown the answer, such as in closing: read its standard error.",
            "It exits with a number of its own.",
            "In C: main returns what another call returned, such as a length.",
        ],
        Fix = "End with 0 after success, and with 1 after a failure.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = "return 0;",
            [Language.Python] = "sys.exit(0)",
            [Language.Java] = "System.exit(0);",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "all is well";
        var talk = new UdpTalk(trial);
        talk.Exchange(line);
        bool shown = talk.Shows(talk.RightText(line));
        return talk.End() is not { } exit || !shown
            ? Verdict.Skipped("it does not show the answer and end: another case says so")
            : exit is { Code: 0, Signal: 0 }
                ? Verdict.Passed
                : Verdict.Failed(
                    $"The answer came and was shown; then the program {exit}.");
    }
}
