namespace Doorway.Check.Client.Tcp;

/// <summary>Two answers that arrive together are taken for one.</summary>
sealed class MergedAnswers : TcpClientCase
{
    const string One = "first of two";
    const string Two = "second of them";

    public override string Id => "tcp/client/merged-answers";

    public override string Title => "Loses an answer that comes together with another";

    public override string Requirement =>
        "Answers that arrive in one segment are told apart by their newlines.";

    public override string Source => "RFC 9293 3.9.1.2 (no boundaries in the stream); recv(2)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        profile == CheckProfile.Line ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client that sends several lines before it reads may receive several answers at "
            + "once. If each recv is taken for one answer, the second is lost, or the program "
            + "waits for ever for one that it has already.",
        How = "Two lines are typed at once. Where both come before an answer, both answers are "
            + "sent in one segment. A program that asks one line at a time can't have the fault.",
        Causes = ["The program counts receive calls, not newlines."],
        Fix = "Cut what is received at its newlines, and keep what stands behind the last one.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                answers = client_socket.makefile("rb")
                first = answers.readline()
                second = answers.readline()
                """,
            [Language.Java] =
                "BufferedReader in = ...; // one for the whole connection, not one for each line",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        talk.Client.Type($"{One}\n{Two}\n");
        talk.Client.EndInput();
        if (talk.TryHear(One) is not { } heard)
        {
            return Verdict.Skipped("the program sends nothing");
        }

        if (heard.AsSpan().IndexOf("second"u8) < 0
            && talk.Peer.ReadUntil(bytes => bytes.Count > 2 ? bytes.Count : -1).Bytes.Length <= 2)
        {
            return Verdict.Passed;
        }

        string first = talk.Right(One);
        string second = talk.Right(Two);
        talk.Answer($"{first}\n{second}");
        Ending ending = talk.End();
        bool waits = ending is not (Ending.Exited or Ending.Crashed)
            && TcpTalk.OrdinaryEnd(trial, talk.Door) is Ending.Exited;
        bool hasFirst = Screen.Has(talk.Client.Output, first);
        return hasFirst == Screen.Has(talk.Client.Output, second)
                && !(hasFirst && waits)
            ? Verdict.Passed
            : Verdict.Failed(
                hasFirst ? "Two answers came in one segment, and the program waits for more."
                    : "Two answers came in one segment, and one was shown.",
                new Evidence.Text(
                    "its standard output", talk.Client.Output.Text.TrimEnd('\n').Split('\n')));
    }
}
