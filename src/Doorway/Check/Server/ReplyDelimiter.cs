namespace Doorway.Check.Server;

/// <summary>The answer to a line is no line.</summary>
sealed class ReplyDelimiter : CheckCase
{
    public override string Id => "tcp/answer/no-newline";

    public override string Title => "The answer's newline is missing";

    public override string Requirement =>
        "Where messages are lines, every answer ends with a newline as well.";

    public override string Source =>
        "POSIX.1-2017, Base Definitions 3.206 (line); RFC 9293 3.7 (no boundaries in the stream)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Line) ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The client reads a line, too: without the newline it waits for the rest of an "
            + "answer that is already complete. Two answers run into one.",
        How = "One line is sent. What comes back must end with a newline; a carriage return "
            + "before it is fine.",
        Causes =
        [
            "The newline was cut off with strip() or by the line reader, and not put back.",
            "The length of the answer is one too small.",
        ],
        Fix = "Put a newline behind each answer.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                connection.sendall((line.strip().upper() + "\n").encode())
                """,
            [Language.Java] = """
                out.print(line.toUpperCase(Locale.ROOT) + "\n");   // readLine() has cut it off
                out.flush();
                """,
            [Language.C] = """
                send(connection, line, strlen(line), 0);   /* the newline is part of the line */
                """,
            [Language.Go] = """
                fmt.Fprintln(connection, strings.ToUpper(scanner.Text()))
                """,
            [Language.CSharp] = """
                writer.Write(line.ToUpperInvariant() + "\n");      // ReadLine() has cut it off
                writer.Flush();
                """,
            [Language.JavaScript] = """
                socket.write(line.toUpperCase() + "\n");   // readline has cut it off
                """,
            [Language.Rust] = """
                writeln!(stream, "{}", line.to_uppercase())?;      // lines() has cut it off
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "strip() or splitlines() has cut the newline off.",
            [Language.Java] = "readLine() cuts the newline off; print, unlike println, adds none.",
            [Language.CSharp] = "ReadLine() cuts the newline off; Write, unlike WriteLine, adds "
                + "none.",
            [Language.Go] = "Scanner.Text() comes without the newline; Fprint adds none.",
            [Language.JavaScript] = "readline's lines come without the newline.",
            [Language.Rust] = "lines() cuts the newline off; write!, unlike writeln!, adds none.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Manner.CutTo is > 0 and int length)
        {
            return Verdict.Skipped(
                $"Every answer ends after {length} bytes: see tcp/answer/shorter.");
        }

        trial.Serve();
        using TcpPeer peer = trial.Connect();
        byte[] message = trial.Message("where does it end?");
        peer.Send(message);
        Reading answer = peer.ReadLine();
        if (answer.End == ReadEnd.Enough)
        {
            return Verdict.Passed;
        }

        if (answer.Bytes.Length == 0)
        {
            return Verdict.Skipped("It does not answer a line.");
        }

        // What stands where the newline should is another finding's.
        return Verdict.Failed(
            $"{StreamBasics.Count(answer.Bytes.Length)} came back, and no newline among "
                + $"them{StreamBasics.Then(trial, answer.End)}.",
            new Evidence.Difference((byte[])[.. answer.Bytes, (byte)'\n'], answer.Bytes));
    }
}
