namespace Doorway.Check.Client.Tcp;

/// <summary>A letter of which the bytes arrive in two segments is damaged.</summary>
sealed class SplitCharacter : TcpClientCase
{
    const string Whole = "ŻABA";
    const string Letters = "ŻÓŁW";

    public override string Id => "tcp/client/split-character";

    public override string Title => "Damages a letter whose bytes come in two segments";

    public override string Requirement =>
        "A letter is decoded when all of its bytes are there.";

    public override string Source =>
        "RFC 3629 3 (two to four bytes for a letter beyond ASCII); recv(2)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        profile is CheckProfile.Line or CheckProfile.TwoWay ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A segment may end in the middle of a letter. Decoded piece by piece, its bytes are "
            + "invalid on both sides of the cut: Python fails, other languages show U+FFFD.",
        How = $"The server sends a line with '{Letters}' in two segments, cut inside a letter.",
        Causes = ["What each recv returns is decoded on its own."],
        Fix = "Collect bytes up to the newline and decode the line, or use a decoder that keeps "
            + "an incomplete letter for the next piece.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                for line in client_socket.makefile("r", encoding="utf-8"):
                    print(line, end="")
                """,
            [Language.Java] =
                "new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)",
            [Language.CSharp] = "new StreamReader(stream, Encoding.UTF8)",
            [Language.JavaScript] = "socket.setEncoding('utf8')",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        talk.Ask("first");
        talk.Answer(Whole);
        talk.Ask("second");
        talk.AnswerInTwo(Letters + " TURTLE", 1);
        talk.End();
        string shown = talk.Client.Output.Text;
        return shown.Contains(Letters, StringComparison.Ordinal) ? Verdict.Passed
            : !shown.Contains(Whole, StringComparison.Ordinal)
                || (trial.Traits.Profile == CheckProfile.Line
                    && SplitAnswer.Fails(trial, talk.Door))
            ? Verdict.Skipped("the program does not show such answers at all")
            : Verdict.Failed(
                Crash.Happened(talk.Client)
                    ? "The program failed at a letter that came in two segments."
                    : $"'{Letters}' came in two segments and was not shown as that.",
                new Evidence.Text("its standard output", shown.TrimEnd('\n').Split('\n')));
    }
}
