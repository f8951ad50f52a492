namespace Doorway.Check.Server;

/// <summary>A client that finishes sending gets no answer any more.</summary>
sealed class HalfClose : CheckCase
{
    public override string Id => "tcp/close/half-close";

    public override string Title => "Loses the answer when the client finishes sending";

    public override string Requirement =>
        "A client that has finished sending still gets the answer to what it has sent.";

    public override string Source => "RFC 9293 3.6 (a side that has closed may go on receiving)";

    public override CheckRole Role => CheckRole.Server;

    // The textbook's client closes only after its answer.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must
            : traits.IsTcpServer(CheckProfile.Textbook) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Each direction of a TCP connection ends on its own. `echo hello | nc -N host port` "
            + "sends a line, says that there is no more, and waits for the answer. A server that "
            + "takes the end of what it receives for the end of the connection throws away the "
            + "answer, and the messages that it has not answered yet.",
        How = "A message is sent, and the end of sending (FIN) in the same segment. The answer "
            + "must come, and then the end.",
        Causes =
        [
            "The end is looked at before the bytes that arrived ahead of it (POLLRDHUP, an \"end\" "
                + "event), and the connection is closed.",
            "The answer is made later or elsewhere, and the connection is closed meanwhile.",
        ],
        Fix = "Read until recv returns nothing, answer all that was read, and only then close.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.JavaScript] = """
                const server = net.createServer({ allowHalfOpen: true }, socket => {
                    socket.on("data", data => socket.write(answer(data)));
                    socket.on("end", () => socket.end());  // behind the answers
                });
                """,
            [Language.C] = """
                if (event.revents & (POLLIN | POLLHUP)) {  /* read first, whatever else is set */
                    ssize_t count = recv(event.fd, buffer, sizeof buffer, 0);
                    if (count == 0)
                        close(event.fd);                   /* all that came has been answered */
                    else if (count > 0)
                        answer(event.fd, buffer, count);
                }
                """,
            [Language.Python] = """
                async def serve(reader, writer):
                    async for line in reader:
                        writer.write(line.upper())
                        await writer.drain()
                    writer.close()                         # after the answers, not before
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.JavaScript] = "Without allowHalfOpen, Node ends the connection by itself "
                + "when the client finishes; an answer that is written later is lost.",
            [Language.C] = "POLLRDHUP or EPOLLRDHUP is looked at before POLLIN.",
            [Language.Java] = "A queued task answers after the reading thread has closed the "
                + "socket.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        byte[] message = trial.Message("and that is all");
        byte[] expected = trial.Traits.Manner.Answer(message);
        peer.SendAndFinish(message);
        Reading answer = peer.Read(expected.Length);
        return answer.Is(expected)
            ? Verdict.Passed
            : Verdict.Failed(
                $"Sent {StreamBasics.Count(message.Length)} and finished sending; "
                    + $"{StreamBasics.Count(answer.Bytes.Length)} came back where "
                    + $"{expected.Length} were due{StreamBasics.Then(trial, answer.End)}.",
                new Evidence.Difference(expected, answer.Bytes));
    }
}
