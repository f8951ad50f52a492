namespace Doorway.Check.Server;

/// <summary>The answer is not written in UTF-8.</summary>
sealed class AnswerEncoding(Transport transport) : AnswerCase(transport, "encoding")
{
    public override string Title => "Answers in another encoding";

    public override string Requirement => "The answer is in UTF-8, as the message is.";

    public override string Source =>
        "RFC 3629 (UTF-8); RFC 2277 3.1 (protocols must be able to use UTF-8)";

    public override Explanation Explanation { get; } = new()
    {
        Why = "UTF-16 and UTF-32 write each letter as two or four bytes, with NULs between those "
            + "of ASCII. A client that takes UTF-8 shows gaps, or nothing at all.",
        How = "A short message in ASCII is sent, and the answer's bytes are compared with what "
            + "each encoding would make of the right one.",
        Causes = ["The encoding named in the program, or its default, is UTF-16 or UTF-32."],
        Fix = "Name UTF-8 wherever text becomes bytes, and bytes become text.",
        Fixes = transport == Transport.Tcp
            ? new Dictionary<Language, string>
            {
                [Language.CSharp] = "Encoding.UTF8.GetBytes(answer)     // not: Encoding.Unicode",
                [Language.Java] = "answer.getBytes(StandardCharsets.UTF_8)     // not: UTF_16",
                [Language.Python] = "answer.encode()        # not: encode(\"utf-16\")",
                [Language.JavaScript] = "socket.write(answer, \"utf8\");      // not: \"utf16le\"",
            }
            : new Dictionary<Language, string>
            {
                [Language.CSharp] = """
                    Encoding.UTF8.GetBytes(answer)     // not: Encoding.Unicode
                    """,
                [Language.Java] = """
                    answer.getBytes(StandardCharsets.UTF_8)     // not: UTF_16
                    """,
                [Language.Python] = """
                    server.sendto(answer.encode(), client)      # not: encode("utf-16")
                    """,
                [Language.JavaScript] = """
                    Buffer.from(answer, "utf8")        // not: "utf16le"
                    """,
            },
    };

    private protected override Finding? Find(Traits traits, Asking asked) =>
        traits.Manner is { IsKnown: true, Written: { } written }
            ? Differs(
                traits, asked, $"The answer is {Name(written)}: {asked.Message.Length} bytes were "
                    + $"sent, and {asked.Answer.Bytes.Length} came back.")
            : null;

    static string Name(System.Text.Encoding written) => written.CodePage switch
    {
        1200 => "UTF-16, little-endian",
        1201 => "UTF-16, big-endian",
        12000 => "UTF-32, little-endian",
        _ => "UTF-32, big-endian",
    } + (written.Preamble.IsEmpty ? "" : ", with a byte order mark");
}
