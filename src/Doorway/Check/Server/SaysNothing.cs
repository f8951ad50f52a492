namespace Doorway.Check.Server;

/// <summary>Clients connect and leave without a word, as port scanners do.</summary>
sealed class SaysNothing : SurvivalCase
{
    const int Visits = 5;

    public override string Id => "tcp/clients/says-nothing";

    public override string Title => "Stops when a client leaves without a word";

    public override string Requirement =>
        "A client that connects and closes without sending anything does no harm.";

    public override string Source => "recv(2), the return value 0; RFC 9293 3.6";

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(
            CheckProfile.Textbook, CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo,
            CheckProfile.Greeting)
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Port scanners, health checks of load balancers and people who mistype a port "
            + "connect and leave at once. recv then returns no bytes: the end of the stream, not a "
            + "message. A program that takes a first byte, a word or a line for granted fails at "
            + "it.",
        How = "Five clients connect and close at once, and one more while the server is stopped "
            + "for a moment (SIGSTOP), so that it is gone before it is accepted. Then another "
            + "client asks.",
        Causes =
        [
            "The result of recv is used without a look at whether it is empty.",
            "The server waits in a loop until a message is there, and the end of the stream is not "
                + "a reason to leave that loop.",
        ],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "recv returns b'', and the code takes its first byte or first word "
                + "(IndexError), or calls recv again for ever.",
            [Language.Java] = "readLine returns null, and a method is called on it "
                + "(NullPointerException); or read returns -1 and that is used as a length.",
            [Language.C] = "recv returns 0, and that is used as a length or as an index (0 - 1).",
            [Language.CSharp] = "ReadLine returns null, or Read returns 0.",
        },
        Fix = "Look at the result of recv first: no bytes mean that the client has finished. Close "
            + "and go on with the next one.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                sentence = connection.recv(1024)
                if not sentence:
                    connection.close()
                    continue
                """,
            [Language.Java] = """
                String sentence = in.readLine();
                if (sentence == null) {
                    connection.close();
                    continue;
                }
                """,
            [Language.C] = """
                ssize_t length = recv(connection, message, sizeof message, 0);
                if (length <= 0) {
                    close(connection);
                    continue;
                }
                """,
        },
    };

    private protected override string Deed => "connected and closed without a word";

    private protected override bool Do(Trial trial)
    {
        // The first may have ended it, and the next then finds nobody: the one after all of them
        // tells.
        for (int i = 0; i < Visits; i++)
        {
            OrdinaryClient.TryConnect(trial)?.Dispose();
        }

        if (!OrdinaryClient.LetFinish(trial))
        {
            return true;
        }

        using var pause = new Pause(trial);
        if (pause.Holds)
        {
            OrdinaryClient.TryConnect(trial)?.Dispose();
        }

        return true;
    }
}
