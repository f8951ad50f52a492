namespace Doorway.Check.Server;

/// <summary>The program reads to the end of the stream before it answers.</summary>
sealed class WaitsForEnd : CheckCase
{
    public override string Id => "tcp/stream/waits-for-end";

    public override string Title => "Answers only after the client has finished";

    public override string Requirement =>
        "A message is answered while the connection is open in both directions.";

    public override string Source =>
        "RFC 9293 3.6 (CLOSE says that there is no more to send; it does not ask for an answer)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(
            CheckProfile.Textbook, CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must : null;

    internal override bool NeedsAnswer => false;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The end of the stream comes when the client closes, and the client closes when it "
            + "has its answer. A server that reads to the end first waits for ever, and so does "
            + "its client: a deadlock. Its memory grows with all that a client cares to send.",
        How = "A message is sent, and a newline after it. Where nothing comes back and the "
            + "program waits, the client finishes sending (shutdown): an answer now shows what "
            + "the program was waiting for.",
        Causes =
        [
            "The program collects until recv returns nothing, and answers after the loop.",
            "The program reads a fixed number of bytes, and the message is shorter.",
        ],
        Fix = "Answer inside the loop: as soon as a message is there.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                while True:
                    data = connection.recv(1024)
                    if not data:
                        break
                    connection.sendall(data.upper())       # inside the loop
                """,
            [Language.Java] = """
                int count;
                while ((count = in.read(buffer)) > 0) {    // not readAllBytes()
                    answer(out, buffer, count);
                }
                """,
            [Language.C] = """
                while ((count = recv(connection, buffer, sizeof buffer, 0)) > 0)
                    answer(connection, buffer, count);
                """,
            [Language.JavaScript] = """
                socket.on("data", data => answer(socket, data));        // not on "end"
                """,
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "The answer stands behind the loop that receives "
                + "until b'' comes; or makefile().read(), which returns at the end of the stream "
                + "only.",
            [Language.Java] = "readAllBytes(), or DataInputStream.readFully with a longer buffer.",
            [Language.C] = "recv with MSG_WAITALL, or fread, waits until the buffer is full.",
            [Language.Go] = "io.ReadAll returns at the end of the stream only.",
            [Language.CSharp] = "StreamReader.ReadToEnd() or ReadExactly with a longer buffer.",
            [Language.JavaScript] = "The answer is sent in the \"end\" event.",
            [Language.Rust] = "read_to_end or read_to_string returns at the end of the stream "
                + "only.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        (AwaitedMore more, byte[] message, Reading late) = AwaitedMoreProbe.Find(trial);
        return more != AwaitedMore.End
            ? Verdict.Passed
            : Verdict.Failed(
                $"Sent {StreamBasics.Count(message.Length + 1)}: no answer came while the "
                    + "connection was open. The client finished sending: then "
                    + $"{StreamBasics.Count(late.Bytes.Length)} came.",
                new Evidence.Difference(trial.Traits.Manner.Answer(message), default));
    }
}
