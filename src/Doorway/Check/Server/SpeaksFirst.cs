namespace Doorway.Check.Server;

/// <summary>The greeting comes unasked.</summary>
sealed class SpeaksFirst : CheckCase
{
    public override string Id => "tcp/greeting/speaks-first";

    public override string Title => "Waits for the client before it greets";

    public override string Requirement =>
        "A greeting server sends its greeting as soon as a client is connected, unasked.";

    public override string Source => "socket(2), SOCK_STREAM (a two-way stream); RFC 9293 2.2";

    public override CheckRole Role => CheckRole.Server;

    internal override bool NeedsAnswer => false;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Greeting) ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The greeting's client connects and reads. If the server calls recv first, each "
            + "waits for the other, for ever.",
        How = "A client connects, sends nothing and reads. Where nothing comes, it sends a line, "
            + "to see whether that is what the server waits for.",
        Causes = ["recv is called before send."],
        Fix = "Send the greeting right after accept. A greeting needs no request.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                connection, address = server_socket.accept()
                connection.sendall(b"Thank you for connecting")
                connection.close()
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        if (peer.Read(1) is not { Bytes.Length: 0 } silence)
        {
            return Verdict.Passed;
        }

        if (silence.End != ReadEnd.Quiet)
        {
            return Verdict.Skipped("it closed the connection without a greeting");
        }

        peer.Send("hello\n"u8);
        int length = peer.Read(1).Bytes.Length;
        return length == 0
            ? Verdict.Skipped("no greeting comes at all")
            : Verdict.Failed("The greeting came only after the client had sent something.");
    }
}
