namespace Doorway.Check.Client.Tcp;

/// <summary>A line is sent without its end.</summary>
sealed class NoNewline : SentCase
{
    public override string Id => "tcp/client/no-newline";

    public override string Title => "Sends a line without its newline";

    public override string Requirement => "Where a message is a line, it ends with a newline.";

    public override string Source =>
        "RFC 9293 3.9.1.2 (no boundaries in the stream: the newline is the message's end)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        profile == CheckProfile.Line ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server that reads lines waits for the newline, and the client for the answer: "
            + "both wait for ever. The calls that read a typed line take its newline away.",
        How = $"'{Line}' is typed, and the server looks for a newline behind it.",
        Causes = ["The newline was taken away when the line was read, and is not put back."],
        Fix = "Add a newline to what is sent.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "client_socket.sendall((sentence + \"\\n\").encode())",
            [Language.Java] = "out.write(line + \"\\n\"); out.flush();",
            [Language.Go] = "fmt.Fprintln(connection, line)",
            [Language.CSharp] = "writer.WriteLine(line); writer.Flush();",
            [Language.JavaScript] = "socket.write(line + '\\n')",
        },
    };

    protected override Verdict Judge(Sent sent) => sent.HasNewline
        ? Verdict.Passed
        : Failed($"{sent.Bytes.Length} bytes came, and no newline after them.", sent);
}
