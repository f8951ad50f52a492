using Doorway.Check;

namespace Doorway.Tests.Command;

/// <summary>A case that is never run: reports are drawn of it.</summary>
sealed class FakeCase(string id) : CheckCase
{
    public override string Id => id;

    public override string Title => "Says <b>nothing</b> & stops";

    public override string Requirement => "A program answers.";

    public override string Source => "RFC 9293 3.5";

    public override CheckRole Role => CheckRole.Server;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Nobody waits for ever.",
        How = "It is asked once.",
        Causes = ["It forgot to.", "It could not."],
        Fix = "Answer.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "if x < 1 and y > 2:\n    connection.sendall(answer)",
        },
        CausesIn = new Dictionary<Language, string> { [Language.Java] = "write() without flush()." },
    };

    public override CheckLevel? LevelFor(Traits traits) => CheckLevel.Must;

    internal override Verdict Run(Trial trial) => Verdict.Passed;
}
