namespace Doorway.Check.Client.Tcp;

/// <summary>The program either listens or types, never both.</summary>
sealed class TurnTaking : TcpClientCase
{
    public override string Id => "tcp/client/turn-taking";

    public override string Title => "Can't listen and speak at the same time";

    public override string Requirement =>
        "Either side may speak at any time, without waiting for the other.";

    public override string Source =>
        "RFC 9293 2.2 (data may flow in both directions); poll(2)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        profile == CheckProfile.TwoWay ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A program that reads the keyboard and then the socket, in turns, shows a message "
            + "only after its own person has typed, and sends a second line only after the "
            + "other person has answered.",
        How = "The server says something before anything is typed, and the program has to take "
            + "it. Then two lines are typed without an answer between them, and both have to "
            + "come.",
        Causes = ["One thread waits for the keyboard and for the socket, one after the other."],
        Fix = "Listen in a thread of its own, or wait for both with select or poll.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                threading.Thread(target=listen, args=(connection,)).start()
                for line in sys.stdin:
                    connection.sendall(line.encode())
                """,
            [Language.Java] = "new Thread(() -> listen(socket)).start();",
            [Language.C] = """
                struct pollfd both[2] = { { 0, POLLIN }, { client, POLLIN } };
                poll(both, 2, -1);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        talk.Peer.Send("a word from the server\n"u8);
        bool took = talk.Comes(() => !talk.Client.Sockets().Any(socket =>
            socket.Transport == Transport.Tcp && socket.Remote.Port == trial.Traits.Port
            && socket.Unread > 0));
        if (!took && !talk.Client.HasExited)
        {
            return Verdict.Failed(
                "The server spoke first, and the program did not receive it before something was "
                    + "typed.");
        }

        talk.Ask("the first line");
        return talk.TryAsk("the second line") is not null ? Verdict.Passed
            : Verdict.Failed(
                "Two lines were typed, and the second was not sent before the first was "
                    + "answered.");
    }
}
