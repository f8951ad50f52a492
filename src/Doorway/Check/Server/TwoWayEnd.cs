namespace Doorway.Check.Server;

/// <summary>Both have ended, and so does the program.</summary>
sealed class TwoWayEnd : CheckCase
{
    public override string Id => "tcp/two-way/end";

    public override string Title => "Doesn't pass the end of the conversation on";

    public override string Requirement =>
        "The end of the keyboard's input ends the stream to the client, and when both have ended "
        + "the connection is closed.";

    public override string Source => "shutdown(2); RFC 9293 3.6 (closing a connection)";

    public override CheckRole Role => CheckRole.Server;

    internal override bool NeedsAnswer => false;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.TwoWay) && traits.IsStartedByUs ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Ctrl-D says: I have finished. If the program does not pass that on (shutdown or "
            + "close), the other side waits for more that never comes.",
        How = "The keyboard's input ends, and the client finishes too. The client must see the end "
            + "of the stream.",
        Causes =
        [
            "The end of the input ends a loop or a thread, and nobody closes the connection.",
        ],
        Fix = "After the last typed line, shut the sending side down, or close.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                for line in sys.stdin:
                    connection.sendall(line.encode())
                connection.shutdown(socket.SHUT_WR)
                """,
            [Language.Java] = """
                connection.shutdownOutput();
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

        peer.Send(trial.Message("good-bye"));
        OrdinaryClient.LetFinish(trial);
        subject.EndInput();
        OrdinaryClient.LetFinish(trial);
        return Farewell.Say(peer, trial) switch
        {
            ClientEnd.Closed => Verdict.Passed,
            ClientEnd.Loud => Verdict.Skipped(
                $"it fails at something simpler, a client's end: {new EndUnhandled().Id}"),
            _ => Verdict.Failed(
                "The keyboard's input had ended and the client had finished, and the client never "
                + "saw the end of the stream."),
        };
    }
}
