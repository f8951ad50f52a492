namespace Doorway.Check.Client.Tcp;

/// <summary>The end of the keyboard input is not reckoned with.</summary>
sealed class EndOfInput : TcpClientCase
{
    public override string Id => "tcp/client/end-of-input";

    public override string Title => "Fails at the end of its input (Ctrl-D)";

    public override string Requirement => "At the end of its input the program ends in order.";

    public override string Source => "read(2) (0 is the end of the file); termios(3), VEOF";

    protected override CheckLevel? LevelOf(CheckProfile profile) => profile switch
    {
        CheckProfile.Greeting => null,
        CheckProfile.Textbook => CheckLevel.Note,
        _ => CheckLevel.Should,
    };

    public override Explanation Explanation { get; } = new()
    {
        Why = "Input ends: at Ctrl-D, at the end of a file, when the program before it in a pipe "
            + "has ended. A program that takes the end for an empty line sends empty lines for "
            + "ever; one that doesn't catch it dies of an exception.",
        How = "The keyboard input is ended: of a client that asks once before it has typed "
            + "anything, of the others after an answer.",
        Causes =
        [
            "What the reading call returns at the end is taken for a line.",
            "The exception that it throws is not caught.",
        ],
        Fix = "Leave the loop at the end of the input, and close the connection.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "input() raises EOFError; sys.stdin.readline() returns ''.",
            [Language.Java] = "readLine() returns null; Scanner.nextLine() throws "
                + "NoSuchElementException.",
            [Language.C] = "fgets returns NULL and leaves the last line in the buffer.",
            [Language.CSharp] = "Console.ReadLine() returns null.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "for line in sys.stdin:  # ends by itself",
            [Language.Java] = "while ((line = keyboard.readLine()) != null)",
            [Language.C] = "while (fgets(line, sizeof line, stdin) != NULL)",
            [Language.CSharp] = "while (Console.ReadLine() is { } line)",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        bool isOne = trial.Traits.Profile == CheckProfile.Textbook;
        if (isOne)
        {
            talk.Calm();
        }
        else
        {
            talk.Once("hello from the keyboard");
        }

        if (talk.Client.HasExited)
        {
            return Verdict.Skipped($"the program {talk.Client.Exit} before its input had ended");
        }

        Ending ending = talk.End();
        return ending switch
        {
            Ending.Crashed => Verdict.Failed(
                $"The input had ended, and the program {talk.Client.Exit}.",
                new Evidence.Text(
                    "its standard error", talk.Client.Errors.Text.TrimEnd('\n').Split('\n'))),
            Ending.IgnoresEnd when !isOne || TcpTalk.EndsOrdinarily(trial, talk.Door) =>
                Verdict.Failed("The input had ended, and the program went on."),
            _ => Verdict.Passed,
        };
    }
}
