namespace Doorway.Check.Client.Tcp;

/// <summary>The program never ends when the server closes without an answer.</summary>
sealed class ClosedEarly : TcpClientCase
{
    public override string Id => "tcp/client/closed-early";

    public override string Title => "Hangs when the server closes without an answer";

    public override string Requirement =>
        "When the server closes the connection, the program stops waiting for an answer.";

    public override string Source =>
        "recv(2), RETURN VALUE (0 when the peer has performed an orderly shutdown)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "recv returns 0 bytes when the server has closed, at once and as often as it is "
            + "called. A loop that waits for an answer's end and doesn't look for this never "
            + "ends, and uses up a processor.",
        How = "The server takes the line, sends nothing and closes. The keyboard input ends too. "
            + "The program has to end, or connect again.",
        Causes =
        [
            "The loop around recv has no way out at 0 bytes.",
            "Another thread waits for ever and keeps the program alive.",
        ],
        Fix = "Leave the loop when recv returns 0 bytes, and say that the server has closed.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                part = client_socket.recv(1024)
                if not part:
                    sys.exit("the server closed the connection")
                """,
            [Language.Java] = "if (count == -1) break; // or readLine() == null",
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
        var talk = new TcpTalk(trial);
        if (trial.Traits.Profile is not (CheckProfile.Greeting or CheckProfile.TwoWay))
        {
            talk.Ask("is anybody there");
        }

        return talk.MustEnd(
            talk.Peer.FinishSending, "The server closed without an answer");
    }
}
