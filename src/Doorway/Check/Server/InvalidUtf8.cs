namespace Doorway.Check.Server;

/// <summary>A message that is not UTF-8.</summary>
sealed class InvalidUtf8 : SurvivalCase
{
    public override string Id => "tcp/text/invalid-utf8";

    public override string Title => "Dies of bytes that are not UTF-8";

    public override string Requirement =>
        "Bytes that are not text in the expected encoding do no harm to the server.";

    public override string Source =>
        "RFC 3629 3 (invalid sequences must not be decoded), 10 (somebody may send them)";

    // The textbook's server decodes what comes, whatever it is.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must
            : traits.IsTcpServer(CheckProfile.Textbook) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Anybody can send any bytes: a client in Latin-1, a browser that speaks TLS to the "
            + "wrong port, a scanner. Text that can't be decoded is a bad message from one client. "
            + "It must not end the server for all.",
        How = "A client sends the bytes FF FE 80 61, which are not UTF-8, and closes. What it is "
            + "answered is free: the bytes unchanged, with U+FFFD in their place, an error "
            + "message, nothing, or the end of the connection. Then another client asks.",
        Causes = ["The error of decoding is not caught, so it ends the program."],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "decode() raises UnicodeDecodeError, and nothing catches it.",
            [Language.Java] = "A CharsetDecoder that reports errors throws a "
                + "MalformedInputException that only main catches.",
            [Language.Rust] = "String::from_utf8(...).unwrap() panics.",
            [Language.JavaScript] = "new TextDecoder('utf-8', { fatal: true }) throws a TypeError.",
        },
        Fix = "Decode with a replacement for what is invalid, upper-case the bytes themselves, or "
            + "catch the error and close that connection.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                sentence = connection.recv(1024).decode(errors="replace")
                # or, where other bytes shall come back as they were:
                sentence = connection.recv(1024).decode(errors="surrogateescape")
                connection.sendall(sentence.upper().encode(errors="surrogateescape"))
                """,
            [Language.Rust] = """
                let sentence = String::from_utf8_lossy(&buffer[..length]);
                """,
        },
    };

    private protected override string Deed => "sent bytes that are not UTF-8 (FF FE 80 61)";

    private protected override bool Do(Trial trial)
    {
        using TcpPeer peer = trial.Connect();
        peer.Send([0xFF, 0xFE, 0x80, (byte)'a', .. trial.Message("")]);
        OrdinaryClient.LetFinish(trial);

        // What was answered is taken, so that the connection closes without a reset.
        byte[] answer = new byte[256];
        peer.Socket.Receive(answer, System.Net.Sockets.SocketFlags.None, out _);
        return true;
    }
}
