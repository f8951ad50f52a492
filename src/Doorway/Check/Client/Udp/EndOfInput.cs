namespace Doorway.Check.Client.Udp;

/// <summary>The end of the keyboard input is not handled.</summary>
sealed class EndOfInput : CheckCase
{
    static readonly TimeSpan Enough = TimeSpan.FromSeconds(3);

    public override string Id => "udp/client/end-of-input";

    public override string Title => "Can't take the end of input";

    public override string Requirement =>
        "At the end of input (Ctrl-D) the program ends, without an error that nobody caught, and "
        + "sends nothing more.";

    public override string Source => "read(2) (a return value of 0); termios(3) (VEOF)";

    public override CheckRole Role => CheckRole.Client;

    // The textbook's input() raises EOFError, and nobody catches it.
    public override CheckLevel? LevelFor(Traits traits) =>
        !traits.IsUdpClient ? null
            : UdpTalk.GoesOn(traits) ? CheckLevel.Should : CheckLevel.Note;

    internal override TimeSpan ExtraTime => NoTimeout.Enough;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Input ends: a person presses Ctrl-D, a file has a last line. Reading then gives "
            + "nothing, again and again. A program that doesn't look sends empty or old text for "
            + "ever, or dies of an error.",
        How = "The keyboard input is ended where the program waits for a line: at once, or after a "
            + "first exchange where it takes more than one.",
        Causes = ["What the reading function says at the end is not looked at."],
        Fix = "Leave the loop at the end of input.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "input() raises EOFError, and it is not caught.",
            [Language.Java] = "nextLine() throws NoSuchElementException; readLine() gives null.",
            [Language.C] = "fgets returns NULL and leaves the buffer as it was.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                for line in sys.stdin:
                    sentence = line.rstrip("\n")
                """,
            [Language.Java] = "while (keyboard.hasNextLine()) {",
            [Language.C] = "while (fgets(line, sizeof line, stdin) != NULL) {",
            [Language.Go] = "for keyboard.Scan() {",
            [Language.CSharp] = "while (Console.ReadLine() is { } line) {",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        if (UdpTalk.GoesOn(trial.Traits))
        {
            const string line = "the only line";
            talk.Exchange(line);
            trial.Until(() => Screen.Has(talk.Client.Output, talk.RightText(line)));
        }
        else if (talk.Door.Receive() is not null)
        {
            return Verdict.Skipped("it sends before anything is typed: see udp/client/sent-early");
        }

        if (talk.Client.Exit is { } early)
        {
            return Verdict.Skipped($"the program {early} before its input had ended");
        }

        talk.Client.EndInput();
        bool ended = talk.Within(Enough, () => talk.Client.HasExited || talk.HasMore);
        if (talk.HasMore && talk.Next() is { } datagram)
        {
            return datagram.Bytes.Length == 0
                ? Verdict.Failed("The input ended, and the program sent an empty datagram.")
                : Verdict.Failed(
                    $"The input ended, and the program sent {datagram.Bytes.Length} bytes that "
                        + "nobody typed.",
                    new Evidence.Difference(ReadOnlyMemory<byte>.Empty, datagram.Bytes));
        }

        if (!ended)
        {
            return Verdict.Failed(
                $"{Enough.TotalSeconds:0} seconds after the end of input the program still runs.");
        }

        talk.End();
        return talk.Crash() is { } crash
            ? Verdict.Failed($"The input ended, and the program died: {crash}.")
            : Verdict.Passed;
    }
}
