namespace Doorway.Check.Client.Tcp;

/// <summary>At the end of its input the program does not close.</summary>
sealed class NoHalfClose : TcpClientCase
{
    public override string Id => "tcp/client/no-half-close";

    public override string Title => "Leaves the connection open at the end of its input";

    public override string Requirement =>
        "When there is nothing more to send, the client closes the connection or its half of it.";

    public override string Source => "RFC 9293 3.6.1 (half-closed connections); shutdown(2)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        IsLong(profile) || profile == CheckProfile.TwoWay ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The server waits for the next line, and the client for the server's end: both wait "
            + "for ever. Only a close or a shutdown tells the server that nothing more comes.",
        How = "A line is typed and answered, then the keyboard input ends. The server waits for "
            + "the end of the stream, and closes only after it has waited in vain.",
        Causes = ["At the end of the input, neither close nor shutdown is called."],
        Fix = "Finish sending at the end of the input, go on receiving until the server closes, "
            + "then close.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "connection.shutdown(socket.SHUT_WR)",
            [Language.Java] = "socket.shutdownOutput();",
            [Language.C] = "shutdown(client, SHUT_WR);",
            [Language.CSharp] = "socket.Shutdown(SocketShutdown.Send);",
            [Language.JavaScript] = "socket.end();",
            [Language.Go] = "connection.(*net.TCPConn).CloseWrite()",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        talk.Once("hello from the keyboard");
        return talk.End() != Ending.LeftOpen ? Verdict.Passed
            : Verdict.Failed(
                "The input had ended, and no end of the stream came until the server closed.");
    }
}
