namespace Doorway.Check.Client.Tcp;

/// <summary>A length or a header of the language's own is sent before the line.</summary>
sealed class Prefix : SentCase
{
    public override string Id => "tcp/client/prefix";

    public override string Title => "Sends bytes before the line";

    public override string Requirement => "A line is sent as it is, with nothing before it.";

    public override string Source => "RFC 9293 3.9.1.2 (what is sent is the data of the call)";

    public override Explanation Explanation { get; } = new()
    {
        Why = "Streams that write objects put a length or a header of their own before a string. "
            + "Only a program that reads with the same class understands it; a server that takes "
            + "text sees strange characters.",
        How = $"'{Line}' is typed, and what the server receives is compared with it.",
        Causes = ["A call is used that writes an object, not the bytes of a text."],
        Fix = "Write the text's bytes.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] = "DataOutputStream.writeUTF writes two bytes of length first, "
                + "ObjectOutputStream a header (AC ED 00 05).",
            [Language.CSharp] = "BinaryWriter.Write(string) writes the length first; a "
                + "StreamWriter with Encoding.UTF8 writes a byte order mark (EF BB BF).",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Java] = "out.write(line.getBytes(StandardCharsets.UTF_8));",
            [Language.CSharp] = "stream.Write(Encoding.UTF8.GetBytes(line));",
            [Language.Python] = "client_socket.sendall(sentence.encode())",
        },
    };

    protected override Verdict Judge(Sent sent)
    {
        if (sent.As != SentAs.Prefixed)
        {
            return Verdict.Passed;
        }

        int count = sent.Body.AsSpan().IndexOf("hello"u8);
        return Failed(
            $"{count} byte{(count == 1 ? "" : "s")} came before the line: "
                + $"{Convert.ToHexString(sent.Body, 0, Math.Min(count, 8))}.",
            sent);
    }
}
