namespace Doorway.Check.Client.Tcp;

/// <summary>The end of the connection is shown as if it were an answer.</summary>
sealed class EndTakenForAnswer : TcpClientCase
{
    public override string Id => "tcp/client/end-taken-for-answer";

    public override string Title => "Takes the end of the connection for an answer";

    public override string Requirement =>
        "When the server closes without an answer, the program says so.";

    public override string Source =>
        "recv(2), RETURN VALUE (0 when the peer has performed an orderly shutdown)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => profile switch
    {
        CheckProfile.Textbook or CheckProfile.Greeting => CheckLevel.Note,
        CheckProfile.TwoWay => null,
        _ => CheckLevel.Should,
    };

    public override Explanation Explanation { get; } = new()
    {
        Why = "recv returns 0 bytes when the server has closed. Printed like an answer, that is "
            + "an empty answer, or once more the old one that is still in the buffer: the person "
            + "believes that the server said it.",
        How = "The server takes a line and closes without an answer. What the program prints then "
            + "is compared with what it prints around an answer.",
        Causes = ["What recv returns is printed without a look at its length."],
        Fix = "Tell 0 bytes from an answer: say that the server has closed, and end with an exit "
            + "code that isn't 0.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                answer = client_socket.recv(1024)
                if not answer:
                    sys.exit("the server closed the connection without an answer")
                """,
            [Language.Java] = """
                if (count == -1)
                    throw new EOFException("the server closed the connection");
                """,
            [Language.C] = """
                if (length == 0) {
                    fprintf(stderr, "the server closed the connection\n");
                    return 1;
                }
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var good = new TcpTalk(trial);
        string first = IsLong(trial.Traits.Profile) ? good.Exchange("one question") : "";
        string answer = good.Once("another of them");
        good.End();
        string ordinary = good.Client.Output.Text;
        if (Screen.Find(good.Client.Output, answer).As != Shown.Whole || !good.Client.HasExited)
        {
            return Verdict.Skipped("the program does not show an answer and end");
        }

        var bad = new TcpTalk(trial, good.Door);
        if (first.Length > 0)
        {
            bad.Exchange("one question");
        }

        if (trial.Traits.Profile != CheckProfile.Greeting)
        {
            bad.Ask("another of them");
        }

        bad.Peer.FinishSending();
        bad.Calm();
        if (bad.NeverRests)
        {
            return Verdict.Skipped("the program turns in a loop when the server has closed");
        }

        bad.End();
        string shown = bad.Client.Output.Text;
        if (first.Length > 0 && Screen.Count(bad.Client.Output, first) > 1)
        {
            return Verdict.Failed(
                "The server closed without an answer, and the old answer was shown once more.",
                Output(bad));
        }

        bool isSilent = bad.Client.Errors.Total == 0
            && bad.Client.Exit is { Code: 0, Signal: 0 }
            && Bare(shown) == Bare(ordinary.Replace(answer, "", StringComparison.Ordinal));
        return !isSilent ? Verdict.Passed
            : Verdict.Failed(
                "The server closed without an answer, and the program printed the same as around "
                    + "an answer, and ended with exit code 0.",
                Output(bad));
    }

    static Evidence.Text Output(TcpTalk talk) => new Evidence.Text(
        "its standard output", talk.Client.Output.Text.TrimEnd('\n').Split('\n'));

    static string Bare(string text) => string.Concat(text.Where(one => !char.IsWhiteSpace(one)));
}
