namespace Doorway.Check.Server;

/// <summary>The connection is closed with bytes unread, which resets it.</summary>
sealed class UnreadReset : CheckCase
{
    public override string Id => "tcp/close/unread-reset";

    public override string Title => "Resets the connection by closing too early";

    public override string Requirement =>
        "A connection is closed only after all that the client has sent was read.";

    public override string Source =>
        "RFC 9293 3.6.1 (SHLD-3), before it RFC 1122 4.2.2.13; RFC 2525 2.17";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Textbook, CheckProfile.Greeting)
            ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "close() on a socket that still holds unread bytes does not end the connection in "
            + "order (FIN): it resets it (RST), to tell the client that its data was lost. A "
            + "reset overtakes what is on its way: the client sees \"connection reset by peer\", "
            + "and the answer, sent long before, may be gone. On loopback it mostly survives; over "
            + "a real network it often does not.",
        How = "3,000 bytes are sent by one call, and all that comes back is read to the end. The "
            + "end must be an end of file, not a reset. A server that speaks first gets them "
            + "before it has accepted the connection.",
        Causes =
        [
            "The program reads a part of the message (recv(1024)), answers it, and closes.",
            "It speaks first and closes, and what the client had sent meanwhile is not read.",
        ],
        Fix = "Read the whole message before you close. Where you don't want the rest: finish "
            + "sending (shutdown), read and throw away until recv returns nothing, then close.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                connection_socket.sendall(answer)
                connection_socket.shutdown(socket.SHUT_WR)
                while connection_socket.recv(1024):        # until the client has closed
                    pass
                connection_socket.close()
                """,
            [Language.Java] = """
                connection.shutdownOutput();
                connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                connection.close();
                """,
            [Language.C] = """
                shutdown(connection, SHUT_WR);
                while (recv(connection, buffer, sizeof buffer, 0) > 0)
                    ;                                      /* until the client has closed */
                close(connection);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer? peer = trial.Traits.Profile == CheckProfile.Greeting
            ? SendBeforeAccept(trial) : Send(trial);
        if (peer is null)
        {
            return Verdict.Skipped("the program could not be stopped for a moment");
        }

        Reading answer = peer.ReadAll();
        return answer.End != ReadEnd.Reset
            ? Verdict.Passed
            : Verdict.Failed(
                $"Sent {StreamBasics.Count(LongRequest.Length)}; "
                    + $"{StreamBasics.Count(answer.Bytes.Length)} came back, and then a reset "
                    + "(RST) instead of the end of the connection (FIN).");
    }

    static TcpPeer Send(Trial trial)
    {
        TcpPeer peer = trial.Connect();
        peer.Send(LongRequest.Text());
        return peer;
    }

    // What is sent while it stands is there when it closes, every time.
    static TcpPeer? SendBeforeAccept(Trial trial)
    {
        using var pause = new Pause(trial);
        return pause.Holds ? Send(trial) : null;
    }
}
