namespace Doorway.Check.Client.Tcp;

/// <summary>A long answer is shown in part.</summary>
sealed class LongAnswer : TcpClientCase
{
    public override string Id => "tcp/client/long-answer";

    public override string Title => "Shows only the beginning of a long answer";

    public override string Requirement => "A long answer is shown whole.";

    public override string Source => "recv(2) (it returns at most as many bytes as asked for)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => profile switch
    {
        CheckProfile.Textbook => CheckLevel.Note,
        CheckProfile.Line => CheckLevel.Must,
        CheckProfile.Loop or CheckProfile.Echo => CheckLevel.Should,
        _ => null,
    };

    public override Explanation Explanation { get; } = new()
    {
        Why = "A receive call returns at most what its buffer holds. The rest stays in the "
            + "connection: it is lost when the program ends, or taken for the next answer.",
        How = "A long line is typed and answered in one piece: 3,000 bytes, or 9,000 where the "
            + "program takes lines.",
        Causes =
        [
            "recv is called once, with a buffer that is shorter than the answer.",
            "Reading a line stops at a fixed length.",
        ],
        Fix = "Receive in a loop until the answer's end is there.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                answers = client_socket.makefile("rb")     # once for each connection
                answer = answers.readline()                # to the newline
                answer = answers.read()                    # or to the end of the stream
                """,
            [Language.Java] = "String answer = in.readLine();",
            [Language.C] = """
                /* to the end of the stream; where lines are answered, to a '\n' in it */
                while ((count = recv(client, answer + length, sizeof answer - length, 0)) > 0)
                    length += count;
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        bool isLong = IsLong(trial.Traits.Profile);
        string line = LongLine.Words(isLong ? 9_000 : 3_000);
        int length = talk.Ask(line).AsSpan().TrimEnd("\r\n"u8).Length;
        string answer = talk.Right(line[..Math.Min(length, line.Length)]);
        talk.Answer(answer);
        Sighting seen = talk.Find(answer);

        // A cut of a few bytes is no matter of length.
        return seen.As != Shown.Short || seen.Text.Length > answer.Length - 16
                || seen.Text.Length < 40
            ? Verdict.Passed
            : isLong && SplitAnswer.Fails(trial, talk.Door)
            ? Verdict.Skipped("the program takes one recv for one answer, also of a short one")
            : Verdict.Failed(
                $"{answer.Length} bytes were sent, and the first {seen.Text.Length} shown.");
    }
}
