namespace Doorway.Check.Server;

/// <summary>What is typed is sent at once.</summary>
sealed class TypedLate : CheckCase
{
    public override string Id => "tcp/two-way/typed-late";

    public override string Title => "Doesn't send a line when it is typed";

    public override string Requirement => "Each typed line is sent when it has been typed.";

    public override string Source => "setbuf(3): a buffered stream is sent when it is flushed";

    public override CheckRole Role => CheckRole.Server;

    internal override bool NeedsAnswer => false;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.TwoWay) && traits.IsStartedByUs ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The other person waits for what was said now, and can't know that it is kept in a "
            + "buffer until more is typed, or until the program ends.",
        How = "A line is typed, and must come to the client before anything else is typed. The "
            + "client has sent a message first, so that a program that takes turns has had its "
            + "turn.",
        Causes =
        [
            "The line is written to a buffered stream, which is not flushed.",
            "All input is read to its end before anything is sent.",
        ],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "connection.makefile(\"w\") is written to without flush(), or "
                + "sys.stdin.read() waits for the end.",
            [Language.Java] = "A PrintWriter without autoflush, and no flush().",
            [Language.C] = "fdopen and fprintf without fflush.",
        },
        Fix = "Flush after each line, or send on the socket itself.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                for line in sys.stdin:
                    connection.sendall(line.encode())
                """,
            [Language.Java] = """
                var out = new PrintWriter(connection.getOutputStream(), true);
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

        peer.Send("before you type\n"u8);
        OrdinaryClient.LetFinish(trial);
        subject.Type("typed-now\n");
        if (TwoWay.Comes(peer, "typed-now"))
        {
            return Verdict.Passed;
        }

        subject.EndInput();
        return TwoWay.Comes(peer, "typed-now")
            ? Verdict.Failed(
                "A typed line did not come to the client; it came when the keyboard's input had "
                + "ended.")
            : Verdict.Failed("A typed line never came to the client.");
    }
}
