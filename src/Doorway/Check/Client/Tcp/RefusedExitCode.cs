namespace Doorway.Check.Client.Tcp;

/// <summary>The exit code reports a success when the program could not connect.</summary>
sealed class RefusedExitCode : RefusedCase
{
    public override string Id => "tcp/client/refused-exit-code";

    public override string Title => "Reports a success when the server is absent";

    public override string Requirement =>
        "A program that could not connect ends with an exit code that isn't 0.";

    public override string Source => "exit(3) (EXIT_FAILURE); POSIX XCU 2.8.2 (exit status)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Should;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Scripts look at the exit code alone: at 0 they go on as if the answer had come.",
        How = "The program is started while nobody listens at the port, and its exit code is "
            + "looked at.",
        Causes = ["The error is caught, and the program runs to its end."],
        Fix = "End with an exit code that isn't 0 after a failure.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "sys.exit(f\"no connection: {error}\")  # exits with 1",
            [Language.Java] = "System.exit(1);",
            [Language.C] = "return EXIT_FAILURE;",
            [Language.JavaScript] = "process.exitCode = 1;",
        },
    };

    protected override Verdict Judge(Trial trial, Subject client) =>
        client.Exit is { Code: 0, Signal: 0 }
            ? Verdict.Failed("Nobody listened at the port, and the exit code was 0.")
            : Verdict.Passed;
}
