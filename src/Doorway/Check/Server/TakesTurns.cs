namespace Doorway.Check.Server;

/// <summary>One side may speak several times, and the other not at all.</summary>
sealed class TakesTurns : CheckCase
{
    public override string Id => "tcp/two-way/takes-turns";

    public override string Title => "Makes its two people take turns";

    public override string Requirement =>
        "Either side may send at any time, whether or not the other has answered.";

    public override string Source => "RFC 9293 2.2 (a connection carries data in both directions)";

    public override CheckRole Role => CheckRole.Server;

    internal override bool NeedsAnswer => false;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.TwoWay) && traits.IsStartedByUs ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A program that calls recv, then input, then send, in a loop, lets nobody speak "
            + "twice: what a person types isn't sent before the other side has said something. TCP "
            + "has two streams, one each way, and neither waits for the other.",
        How = "Two lines are typed one after the other, while the client says nothing; both must "
            + "come to it. In another conversation the client sends two messages while nobody "
            + "types.",
        Causes = ["One loop does both: it waits for the client, then for the keyboard."],
        Fix = "Wait for both at once: a thread for each direction, or select on the keyboard and "
            + "the socket.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                def listen(connection):
                    while data := connection.recv(1024):
                        print(data.decode())

                threading.Thread(target=listen, args=(connection,)).start()
                for line in sys.stdin:
                    connection.sendall(line.encode())
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        using TcpPeer? peer = TwoWay.Begin(trial);
        if (peer is null || trial.Subject is not { } subject)
        {
            return Verdict.Skipped("the client could not connect");
        }

        subject.Type("first-typed\n");
        bool first = TwoWay.Comes(peer, "first-typed");
        subject.Type("second-typed\n");
        bool second = TwoWay.Comes(peer, "second-typed");
        if (first && second)
        {
            return Verdict.Passed;
        }

        // Only what the client's word sets free was kept back for its turn.
        peer.Send("my turn\n"u8);
        return TwoWay.Comes(peer, first ? "second-typed" : "first-typed")
            ? Verdict.Failed(
                $"Two lines were typed while the client said nothing, and {(first ? 1 : 0)} of "
                    + "them "
                + "came to it; another came after the client had sent something.")
            : Verdict.Skipped("what is typed does not come to the client");
    }
}
