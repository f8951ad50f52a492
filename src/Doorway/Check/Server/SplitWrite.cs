namespace Doorway.Check.Server;

/// <summary>One receive is taken for one message.</summary>
sealed class SplitWrite : CheckCase
{
    public override string Id => "tcp/stream/split-write";

    public override string Title => "Takes one recv for one message";

    public override string Requirement =>
        "A message that arrives in several segments is answered as one message.";

    public override string Source =>
        "RFC 9293 3.9.1.2 (no boundaries in the stream); recv(2)";

    public override CheckRole Role => CheckRole.Server;

    // The textbook's message has no end but the segment's: it can't do better, and should know.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must
            : traits.IsTcpServer(CheckProfile.Textbook) ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "TCP carries a stream of bytes. It knows nothing of messages: what was sent by one "
            + "call may arrive in two pieces, and what was sent by two in one. On loopback a short "
            + "message mostly arrives whole, so the fault stays hidden until the program runs "
            + "over a real network.",
        How = "One message is sent in two halves, with a pause between them.",
        Causes = ["The program calls recv once and takes what it returns for the whole message."],
        Fix = "Call recv in a loop and collect the bytes, until the message's end is there: a "
            + "newline, a length that was agreed on, or the end of the stream.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                for line in connection.makefile("rb"):
                    connection.sendall(line.upper())
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        byte[] message = trial.Message("hello, split world");
        byte[] expected = trial.Traits.Manner.Answer(message);
        peer.Send(message.AsSpan(0, 8));
        trial.Until(() => false);
        peer.Send(message.AsSpan(8));
        Reading answer = peer.Read(expected.Length);
        return answer.Is(expected)
            ? Verdict.Passed
            : Verdict.Failed(
                "The first half was answered, and the second never was.",
                new Evidence.Difference(expected, answer.Bytes));
    }
}
