namespace Doorway.Check.Server;

/// <summary>One client that does not read its answers stops the service for all.</summary>
sealed class SlowReader : CheckCase
{
    public override string Id => "tcp/flow/slow-reader";

    public override string Title => "A client that does not read blocks all others";

    public override string Requirement =>
        "A server of many clients answers the others while one does not read its answers.";

    public override string Source =>
        "send(2) (it blocks while there is no room); RFC 9293 3.8.6 (the window is the receiver's)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client that sends requests and does not read answers fills the buffers between "
            + "the two. Then send blocks, until that client reads: for ever, if it likes. A server "
            + "with a thread for each client loses one thread; a server with one thread for all "
            + "stands still.",
        How = "One client sends 512 KiB and does not read. Meanwhile another one asks a short "
            + "question. A server that serves its clients one after the other is not asked this.",
        Causes = ["A server with one thread for all clients calls a send that blocks."],
        Fix = "Make the sockets non-blocking, keep what could not be sent, and send it when the "
            + "socket is writable; stop reading from that client meanwhile. Or give each client "
            + "a thread of its own.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                # asyncio does all of it: while one client's drain() waits, the others go on.
                writer.write(answer)
                await writer.drain()
                """,
            [Language.C] = """
                ssize_t sent = send(fd, answer, length, MSG_DONTWAIT | MSG_NOSIGNAL);
                /* keep the rest with the connection, and poll() it for POLLOUT */
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "select with blocking sockets: sendall() waits for one client "
                + "while the others wait for the program.",
            [Language.C] = "select or poll with blocking sockets: send() waits for one client "
                + "while the others wait for the program.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        byte[] question = trial.Message("are you there?");
        byte[] expected = trial.Traits.Manner.Answer(question);
        using TcpPeer slow = trial.Connect(prepare: TcpPeer.PrepareSlow);
        using TcpPeer other = trial.Connect();
        other.Send(question);
        if (!other.Read(expected.Length).Is(expected))
        {
            return Verdict.Skipped("It serves one client at a time.");
        }

        PartialSend.Flood(trial.Traits, out byte[] flood);
        int sent = slow.SendUnread(flood);
        trial.Patience.Settle();
        other.Send(question);
        Reading answer = other.Read(expected.Length);
        if (answer.Is(expected))
        {
            return Verdict.Passed;
        }

        return trial.Subject is { HasExited: true }
            ? Verdict.Skipped("It ended: see tcp/flow/partial-send.")
            : StreamBasics.OneLine(trial) ?? Verdict.Failed(
                $"One client sent {StreamBasics.Count(sent)} and read nothing; another one's "
                    + $"question got {StreamBasics.Count(answer.Bytes.Length)} where "
                    + $"{expected.Length} were due{StreamBasics.Then(trial, answer.End)}.",
                new Evidence.Difference(expected, answer.Bytes));
    }
}
