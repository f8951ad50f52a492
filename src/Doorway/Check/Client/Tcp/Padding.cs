namespace Doorway.Check.Client.Tcp;

/// <summary>The end of a buffer, or a string's terminator, is sent with the line.</summary>
sealed class Padding : SentCase
{
    public override string Id => "tcp/client/padding";

    public override string Title => "Sends bytes that were not typed, behind the line";

    public override string Requirement => "As many bytes are sent as the line has.";

    public override string Source => "send(2) (it sends len bytes, whatever they are)";

    public override Explanation Explanation { get; } = new()
    {
        Why = "A send call sends as many bytes as it is told. Told the size of the buffer, it "
            + "sends what stands behind the line too: NULs, or what was in memory. The server "
            + "takes all of it for text.",
        How = $"'{Line}' is typed, and what the server receives is compared with it.",
        Causes =
        [
            "The size of the buffer is given, where the length of the line is meant.",
            "The NUL that ends a string in C is counted: strlen(line) + 1.",
        ],
        Fix = "Send as many bytes as the text has.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = "send(client, line, strlen(line), 0);",
            [Language.Python] = "client_socket.sendall(sentence.encode())",
            [Language.Java] = "out.write(line.getBytes(StandardCharsets.UTF_8));",
            [Language.CSharp] = "stream.Write(Encoding.UTF8.GetBytes(line));",
        },
    };

    protected override Verdict Judge(Sent sent)
    {
        if (sent.As != SentAs.Padded)
        {
            return Verdict.Passed;
        }

        int more = sent.Body.Length - Line.Length;
        string kind = sent.Body.AsSpan(Line.Length).IndexOfAnyExcept((byte)0) < 0 ? "NUL" : "byte";
        return Failed(
            $"{Line.Length} bytes were typed, and {sent.Body.Length} came: "
                + $"{more} {kind}{(more == 1 ? "" : "s")} behind the line.",
            sent);
    }
}
