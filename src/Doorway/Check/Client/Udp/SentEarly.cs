namespace Doorway.Check.Client.Udp;

/// <summary>Something is sent before anything was typed.</summary>
sealed class SentEarly : CheckCase
{
    public override string Id => "udp/client/sent-early";

    public override string Title => "Sends before anything was typed";

    public override string Requirement =>
        "What the person types is sent, and nothing before that.";

    public override string Source => "RFC 768 (no handshake); sendto(2)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "UDP needs no handshake. A datagram that says hello, or an empty one, is a message "
            + "to the server like any other: it is answered, and that answer is then taken for the "
            + "answer to the first line.",
        How = "The program is started and nothing is typed; a datagram comes all the same.",
        Causes =
        [
            "The text stands in the program, and the keyboard is never read.",
            "A hello is sent first, as if UDP had connections.",
        ],
        Fix = "Read the line first, and send only that.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                sentence = input("Input lowercase sentence:")
                client_socket.sendto(sentence.encode(), server)
                """,
            [Language.Java] = """
                String sentence = new Scanner(System.in).nextLine();
                byte[] data = sentence.getBytes(StandardCharsets.UTF_8);
                """,
        },
    };

    internal override Verdict Run(Trial trial) =>
        new UdpTalk(trial).Door.Receive() is { } datagram
            ? Verdict.Failed(
                $"Nothing was typed, and a datagram of {datagram.Bytes.Length} bytes came.",
                new Evidence.Difference(ReadOnlyMemory<byte>.Empty, datagram.Bytes))
            : Verdict.Passed;
}
