using System.Text;

namespace Doorway.Check.Server;

/// <summary>A last line that the client ends without a newline is lost.</summary>
sealed class LastLine : CheckCase
{
    public override string Id => "tcp/stream/last-line";

    public override string Title => "Loses a last line without a newline";

    public override string Requirement =>
        "The last line before the end of the stream is answered, even if its newline is missing.";

    public override string Source =>
        "POSIX.1-2017, Base Definitions 3.195 (incomplete line); RFC 9293 3.6 (half-close)";

    public override CheckRole Role => CheckRole.Server;

    // A protocol may say that only a newline makes a line; then the rest is rightly dropped.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line) ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "`printf hello | nc -N host port` sends no newline and then finishes. Line readers "
            + "of Python, Java, C#, Go's Scanner and Node's readline hand out such a last line; a "
            + "buffer of one's own is mostly forgotten.",
        How = "A whole line is sent and then a second one without its newline; then the client "
            + "finishes sending (shutdown) and reads to the end. An answer with a newline is fine, "
            + "and so is one without.",
        Causes = ["At the end of the stream, what is left in the line buffer is thrown away."],
        Fix = "When recv returns nothing and the buffer is not empty, answer what is in it. Or "
            + "leave it, where your protocol says that only a newline ends a message.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                if not data:                               # the client has finished
                    if buffer:
                        connection.sendall(buffer.decode().upper().encode())
                    break
                """,
            [Language.C] = """
                if (count == 0 && length > 0)              /* the client has finished */
                    answer(connection, buffer, length);
                """,
            [Language.JavaScript] = """
                const server = net.createServer({ allowHalfOpen: true }, socket => {
                    let buffer = "";                       // filled by "data", line by line emptied
                    socket.on("end", () => socket.end(buffer.toUpperCase()));
                });
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        byte[] last = Encoding.UTF8.GetBytes("last");
        byte[] line = trial.Message("first");
        byte[] before = trial.Traits.Manner.Answer(line);
        Reading answer;
        using (TcpPeer peer = trial.Connect())
        {
            peer.Send(line);
            if (!peer.Read(before.Length).Is(before))
            {
                return Verdict.Skipped("It needs a line to be answered.");
            }

            peer.SendAndFinish(last);
            answer = peer.ReadAll();
        }

        byte[] expected = trial.Traits.Manner.Answer([.. last, (byte)'\n']);
        if (answer.Bytes.Length > 0)
        {
            return Verdict.Passed;
        }

        return LosesAnyAnswer(trial)
            ? Verdict.Skipped(
                "It needs an answer after the client has finished: see tcp/close/half-close.")
            : StreamBasics.OneLine(trial) ?? Verdict.Failed(
                $"Sent {StreamBasics.Count(last.Length)} without a newline and finished; nothing "
                    + $"came back{StreamBasics.Then(trial, answer.End)}.",
                new Evidence.Difference(expected, answer.Bytes));
    }

    static bool LosesAnyAnswer(Trial trial)
    {
        using TcpPeer peer = trial.Connect();
        peer.SendAndFinish(trial.Message("whole"));
        return peer.ReadAll().Bytes.Length == 0;
    }
}
