namespace Doorway.Check.Client.Tcp;

/// <summary>The program ends though there is more to send.</summary>
sealed class EndsEarly : TcpClientCase
{
    static readonly string[] Lines = ["the first line", "the second line", "the third line"];

    public override string Id => "tcp/client/ends-early";

    public override string Title => "Ends before all lines are sent";

    public override string Requirement =>
        "The program sends line after line, until the end of its input.";

    public override string Source => "read(2), RETURN VALUE (0 is the end of the input)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        IsLong(profile) ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A conversation goes on until the person ends it. A program that ends after an "
            + "answer loses what is typed after it.",
        How = "Three lines are typed, each after the answer to the one before it.",
        Causes =
        [
            "There is no loop around reading, sending and receiving.",
            "The connection is closed inside the loop, and the next send fails.",
        ],
        Fix = "Repeat reading, sending and receiving until the input ends; close after that.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                for line in sys.stdin:
                    connection.sendall(line.encode())
                    print(answers.readline(), end="")
                connection.close()
                """,
            [Language.Java] = "while ((line = keyboard.readLine()) != null) { ... }",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        talk.Exchange(Lines[0]);
        for (int i = 1; i < Lines.Length; i++)
        {
            if (talk.TryAsk(Lines[i]) is null)
            {
                return talk.Client.Exit is not { } exit
                    ? Verdict.Failed($"{Lines.Length} lines were typed, and {i} came; it waits.")
                    : Verdict.Failed(
                        $"{Lines.Length} lines were typed; {i} came, and the program {exit}.");
            }

            talk.Answer(talk.Right(Lines[i]));
        }

        return Verdict.Passed;
    }
}
