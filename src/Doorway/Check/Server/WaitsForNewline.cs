namespace Doorway.Check.Server;

/// <summary>The program waits for a newline that its client never sends.</summary>
sealed class WaitsForNewline : CheckCase
{
    public override string Id => "tcp/stream/waits-for-newline";

    public override string Title => "Waits for a newline that never comes";

    public override string Requirement =>
        "A message is answered without a newline where client and server have agreed on none.";

    public override string Source =>
        "RFC 9293 3.7 (TCP adds nothing to the stream and marks no end in it)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.Textbook, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must : null;

    internal override bool NeedsAnswer => false;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The client sends the sentence that was typed, without the newline, and waits for "
            + "the answer. A server that reads a line waits for a newline. Both wait for each "
            + "other, for ever.",
        How = "A message is sent without a newline. Where nothing comes back and the program "
            + "waits, a newline is sent after it: an answer now shows what it was waiting for.",
        Causes = ["The program reads a line, where its client sends none."],
        Fix = "Read what arrives (recv) instead of a line, or let client and server agree that a "
            + "message ends with a newline, and send it.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                sentence = connection.recv(1024).decode()  # not makefile().readline()
                """,
            [Language.Java] = """
                byte[] buffer = new byte[1024];
                int count = connection.getInputStream().read(buffer);   // not readLine()
                """,
            [Language.C] = """
                ssize_t count = recv(connection, buffer, sizeof buffer, 0);   /* not fgets() */
                """,
            [Language.Go] = """
                count, err := connection.Read(buffer)      // not ReadString('\n')
                """,
            [Language.CSharp] = """
                int count = stream.Read(buffer);           // not StreamReader.ReadLine()
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "makefile().readline(), or a loop until b\"\\n\" has come.",
            [Language.Java] = "BufferedReader.readLine() or Scanner.nextLine() returns only after "
                + "a newline, or at the end of the stream.",
            [Language.C] = "fgets() or getline() on the socket returns only after a newline.",
            [Language.Go] = "ReadString('\\n') or Scanner.Scan() returns only after a newline.",
            [Language.CSharp] = "StreamReader.ReadLine() returns only after a newline.",
            [Language.JavaScript] = "The \"line\" event of readline comes only after a newline.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        (AwaitedMore more, byte[] message, _) = AwaitedMoreProbe.Find(trial);
        return more != AwaitedMore.Newline
            ? Verdict.Passed
            : Verdict.Failed(
                $"Sent {StreamBasics.Count(message.Length)} without a newline: no answer came. A "
                    + "newline was sent after them: the answer came at once.",
                new Evidence.Difference(trial.Traits.Manner.Answer(message), default));
    }
}
