namespace Doorway.Check.Server;

/// <summary>A connection is good for one line.</summary>
sealed class OneLineOnly : CheckCase
{
    public override string Id => "tcp/stream/one-line";

    public override string Title => "Answers one line, and then no other";

    public override string Requirement =>
        "Every line on a connection is answered, until the client has finished.";

    public override string Source =>
        "RFC 9293 3.6 (a side closes when it has no more to send); recv(2), the return value 0";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line) ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client of lines keeps its connection for a whole conversation. A server that "
            + "reads one line, answers it and turns away leaves the second line without an "
            + "answer. Where client and server have agreed on one line for each connection, as "
            + "whois does, the server is right and the profile `line` is not its own.",
        How = "A line is sent, and when its answer has come another one, on the same connection.",
        Causes =
        [
            "There is no loop around reading and answering, or it is left after the first line.",
            "close stands inside the loop.",
        ],
        Fix = "Read and answer in a loop of the connection's own, and leave it where the client "
            + "has finished.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                with connection, connection.makefile("rb") as lines:
                    for line in lines:                     # until the client has finished
                        connection.sendall(line.decode().upper().encode())
                """,
            [Language.Java] = """
                String line;
                while ((line = in.readLine()) != null) {   // until the client has finished
                    out.write(line.toUpperCase(Locale.ROOT) + "\n");
                    out.flush();
                }
                """,
            [Language.C] = """
                while ((length = getline(&line, &size, in)) > 0)
                    answer(connection, line, length);
                close(connection);
                """,
            [Language.Go] = """
                for lines.Scan() {                         // until the client has finished
                    fmt.Fprintln(connection, strings.ToUpper(lines.Text()))
                }
                """,
            [Language.CSharp] = """
                while (reader.ReadLine() is { } line)      // until the client has finished
                {
                    writer.Write(line.ToUpperInvariant() + "\n");
                    writer.Flush();
                }
                """,
            [Language.JavaScript] = """
                lines.on("line", line => socket.write(line.toUpperCase() + "\n"));  // not once()
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        (Reading first, Reading second, byte[] expected) = Talk(trial);
        return first.Bytes.Length == 0
            ? Verdict.Skipped("It does not answer a line.")
            : second.Bytes.Length > 0
                ? Verdict.Passed
                : Verdict.Failed(
                    "Sent two lines, the second when the first had been answered; nothing came "
                        + $"back for the second{StreamBasics.Then(trial, second.End)}.",
                    new Evidence.Difference(expected, second.Bytes));
    }

    /// <summary>Sends two lines on a new connection, and reads what comes for each.</summary>
    public static (Reading First, Reading Second, byte[] Expected) Talk(Trial trial)
    {
        using TcpPeer peer = trial.Connect();
        byte[] line = trial.Message("one line");
        byte[] expected = trial.Traits.Manner.Answer(line);
        peer.Send(line);
        Reading first = peer.Read(expected.Length);
        if (first.Bytes.Length == 0)
        {
            return (first, first, expected);
        }

        line = trial.Message("and a second");
        expected = trial.Traits.Manner.Answer(line);
        peer.Send(line);
        return (first, peer.Read(1), expected);
    }
}
