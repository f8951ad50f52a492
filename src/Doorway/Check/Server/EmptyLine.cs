using System.Text;

namespace Doorway.Check.Server;

/// <summary>An empty line is not answered by an empty line.</summary>
sealed class EmptyLine : CheckCase
{
    public override string Id => "tcp/stream/empty-line";

    public override string Title => "An empty line is not answered";

    public override string Requirement =>
        "An empty line is a line: it is answered by an empty line, and the conversation goes on.";

    public override string Source =>
        "recv(2), RETURN VALUE (0 is the end of the stream); POSIX.1-2017, Empty Line";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line) ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Somebody presses Enter alone, and the client waits for its answer. The end of the "
            + "conversation looks different: recv returns no bytes at all, not a newline.",
        How = "An empty line is sent, and an ordinary one after it. Both are to be answered, the "
            + "empty one by a newline (with a carriage return or without).",
        Causes =
        [
            "A line that is empty after strip() is taken for the end of the conversation.",
            "Splitting the text drops empty lines.",
        ],
        Fix = "Look for the end before the newline is cut off: only no bytes at all is the end.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                for line in connection.makefile("rb"):     # an empty line is b"\n", the end is b""
                    connection.sendall(line.upper())
                """,
            [Language.Java] = """
                while ((line = in.readLine()) != null) {   // not: && !line.isEmpty()
                """,
            [Language.C] = """
                char *end = memchr(buffer, '\n', length);  /* strtok() skips empty lines */
                """,
            [Language.Go] = """
                for scanner.Scan() {                       // false at the end, and only there
                """,
            [Language.CSharp] = """
                while (reader.ReadLine() is { } line)      // null at the end; "" is a line
                """,
            [Language.JavaScript] = """
                const lines = buffer.split("\n");          // no filter(Boolean), no trim()
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.C] = "strtok() takes several newlines for one and so skips empty lines.",
            [Language.Python] = "`if not line.strip()` is true of an empty line; split() without "
                + "an argument drops it.",
            [Language.Java] = "isEmpty() or equals(\"\") ends the loop, where null is the end.",
            [Language.CSharp] = "string.IsNullOrEmpty ends the loop, where null is the end.",
            [Language.JavaScript] = "An empty string is false: `if (line)` skips it.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        Manner manner = trial.Traits.Manner;
        byte[] next = Encoding.UTF8.GetBytes("after it\n");
        byte[] empty = manner.Answer("\n"u8);
        byte[] after = manner.Answer(next);
        using TcpPeer peer = trial.Connect();
        peer.Send("\n"u8);
        Reading first = peer.Read(empty.Length);
        if (first.End is ReadEnd.EndOfFile or ReadEnd.Reset)
        {
            return Verdict.Failed(
                $"Sent an empty line; {StreamBasics.Count(first.Bytes.Length)} came back"
                    + $"{StreamBasics.Then(trial, first.End)}.",
                new Evidence.Difference(empty, first.Bytes));
        }

        peer.Send(next);
        Reading second = peer.Read(after.Length);
        byte[] all = [.. first.Bytes, .. second.Bytes];
        byte[] expected = [.. empty, .. after];
        byte[] withReturns = [.. "\r\n"u8, .. manner.Answer("after it\r\n"u8)];
        if (all.AsSpan().SequenceEqual(expected) || withReturns.AsSpan().StartsWith(all))
        {
            return Verdict.Passed;
        }

        return StreamBasics.OneLine(trial) ?? Verdict.Failed(
            $"Sent an empty line: {StreamBasics.Count(first.Bytes.Length)} came back"
                + $"{StreamBasics.Then(trial, first.End)}. Then an ordinary line: "
                + $"{StreamBasics.Count(second.Bytes.Length)} more.",
            new Evidence.Difference(expected, all));
    }
}
