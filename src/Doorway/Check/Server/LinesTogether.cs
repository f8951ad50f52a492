namespace Doorway.Check.Server;

/// <summary>Lines that arrive in one segment are not answered one by one.</summary>
sealed class LinesTogether : CheckCase
{
    public override string Id => "tcp/stream/lines-together";

    public override string Title => "Loses lines that arrive together";

    public override string Requirement =>
        "Each of several lines that arrive in one segment gets its own answer, in order.";

    public override string Source =>
        "RFC 9293 3.7 (segments do not keep the boundaries of writes); recv(2)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line) ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client may send its second line before the first is answered, and TCP may put "
            + "both in one segment. One recv then returns more than one line. What stands behind "
            + "the first newline is the next message: thrown away, it is lost for ever, and the "
            + "client waits for an answer that never comes.",
        How = "Three lines are sent by one call. The answers may come in one segment or in "
            + "several; together they must be the three lines' answers.",
        Causes =
        [
            "The program answers the first line of what recv returned and forgets the rest.",
            "The program keeps the rest, but looks at it only when more arrives.",
            "What recv returned is taken for one line, newlines and all.",
        ],
        Fix = "Keep what has arrived in a buffer of the connection's own. While there is a newline "
            + "in it, take one line out and answer it; call recv again only when there is none.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                buffer += data
                while b"\n" in buffer:                     # while, not if
                    line, buffer = buffer.split(b"\n", 1)
                    connection.sendall(line.decode().upper().encode() + b"\n")
                """,
            [Language.Java] = """
                // One BufferedReader for the whole connection: what it has read ahead is lost
                // with it, so never make a new one for each line.
                var in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                """,
            [Language.C] = """
                char *end;
                while ((end = memchr(buffer, '\n', length)) != NULL) {   /* while, not if */
                    size_t line = end + 1 - buffer;
                    answer(connection, buffer, line);
                    length -= line;
                    memmove(buffer, end + 1, length);
                }
                """,
            [Language.JavaScript] = """
                buffer += text;
                let end;
                while ((end = buffer.indexOf("\n")) >= 0) {              // while, not if
                    socket.write(buffer.slice(0, end + 1).toUpperCase());
                    buffer = buffer.slice(end + 1);
                }
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] =
                "A new BufferedReader or Scanner is made for each line; the old one had read ahead "
                + "and takes the next lines with it.",
            [Language.CSharp] =
                "A new StreamReader is made for each line; the old one had read ahead and takes "
                + "the next lines with it.",
            [Language.Go] =
                "A new bufio.Reader is made for each line; the old one had read ahead and takes "
                + "the next lines with it.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        byte[] expected = StreamBasics.Answers(
            trial.Traits, ["one", "two", "three"], out byte[] message);
        peer.Send(message);

        // Not the end of the stream yet: it would shake the lines out of a buffer.
        Reading answer = peer.Read(expected.Length);
        if (answer.Is(expected))
        {
            return Verdict.Passed;
        }

        int lines = answer.Bytes.AsSpan().Count((byte)'\n');
        return StreamBasics.OneLine(trial) ?? Verdict.Failed(
            $"Sent 3 lines in one segment: 3 were due, {lines} came "
                + $"back{StreamBasics.Then(trial, answer.End)}.",
            new Evidence.Difference(expected, answer.Bytes));
    }
}
