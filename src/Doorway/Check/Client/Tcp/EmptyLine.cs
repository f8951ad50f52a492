namespace Doorway.Check.Client.Tcp;

/// <summary>The program waits for an answer to nothing.</summary>
sealed class EmptyLine : TcpClientCase
{
    public override string Id => "tcp/client/empty-line";

    public override string Title => "Hangs after an empty line";

    public override string Requirement =>
        "An empty line is sent as one, asked for again, or ends the program.";

    public override string Source =>
        "RFC 9293 3.9.1.2 (what is sent is the data of the call); recv(2) (it waits for bytes)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => profile switch
    {
        CheckProfile.Greeting or CheckProfile.TwoWay => null,
        CheckProfile.Textbook => CheckLevel.Note,
        _ => CheckLevel.Should,
    };

    public override Explanation Explanation { get; } = new()
    {
        Why = "Of an empty text, TCP sends nothing at all. The server never learns that something "
            + "was typed, and the client waits for an answer that can't come.",
        How = "An empty line is typed, then another one where the program goes on. It may send a "
            + "newline, ask again, or end.",
        Causes = ["The line is sent and an answer waited for, without a look at its length."],
        Fix = "Ask again where the line is empty, or send a newline with each line.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                sentence = input("Input lowercase sentence:")
                while not sentence:
                    sentence = input("Please type something:")
                """,
            [Language.Java] = "if (line.isEmpty()) continue;",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string Line = "and on it goes";
        var talk = new TcpTalk(trial);
        talk.Client.Type("\n");
        talk.Calm();
        if (talk.Client.HasExited)
        {
            return Ended(trial, talk);
        }

        byte[]? heard = talk.TryAsk(Line);
        return heard is not null ? Verdict.Passed
            : talk.Client.HasExited || EndsWithUs(talk) ? Ended(trial, talk)
            : SendsOther(trial, talk, Line) ? Verdict.Failed(
                "An empty line was typed; 0 bytes came, and the program waits for an answer.")
            : Verdict.Skipped("the program sends nothing");
    }

    // It said that nothing more comes; a server closes then, and a right client notices.
    static bool EndsWithUs(TcpTalk talk)
    {
        if (!talk.HasConnected || talk.Peer.Ended != ReadEnd.EndOfFile)
        {
            return false;
        }

        talk.Peer.FinishSending();
        return talk.Exits();
    }

    // On purpose, or by an exception?
    static Verdict Ended(Trial trial, TcpTalk talk) =>
        !Crash.Happened(talk.Client) ? Verdict.Passed
        : SendsOther(trial, talk, "a line") ? Verdict.Failed(
            $"An empty line was typed, and the program {talk.Client.Exit}.")
        : Verdict.Skipped("the program fails at every line");

    static bool SendsOther(Trial trial, TcpTalk talk, string line) =>
        new TcpTalk(trial, talk.Door).TryAsk(line) is not null;
}
