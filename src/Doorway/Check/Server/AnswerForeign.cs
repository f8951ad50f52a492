namespace Doorway.Check.Server;

/// <summary>Letters beyond ASCII don't survive.</summary>
sealed class AnswerForeign(Transport transport) : AnswerCase(transport, "non-ascii")
{
    public override string Title => "Spoils letters beyond ASCII";

    public override string Requirement =>
        "Letters beyond ASCII come back, in upper case or as they were.";

    public override string Source =>
        "RFC 3629 (UTF-8); RFC 2277 3.1 (protocols must be able to use UTF-8)";

    private protected override CheckLevel Level => CheckLevel.Should;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Most of the world's names have letters beyond ASCII. In UTF-8 each is two to four "
            + "bytes. A program that takes them for something else answers with question marks, "
            + "with other letters, or dies.",
        How = "A short message with Latin, Cyrillic and Greek letters is sent in UTF-8.",
        Causes =
        [
            "The bytes are decoded or encoded as ASCII or Latin-1, or by the machine's default.",
            "Each byte is changed by itself, as if it were a letter.",
        ],
        Fix = "Decode as UTF-8 what is received, and encode as UTF-8 what is sent, by name. Or "
            + "change only the bytes of a to z and pass all others on.",
        Fixes = transport == Transport.Tcp
            ? new Dictionary<Language, string>
            {
                [Language.Python] = """
                    sentence = data.decode("utf-8")
                    connection.sendall(sentence.upper().encode("utf-8"))
                    """,
                [Language.Java] = """
                    String line = new String(buffer, 0, length, StandardCharsets.UTF_8);
                    out.write(line.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
                    """,
                [Language.CSharp] = "Encoding.UTF8     // not: Encoding.ASCII",
                [Language.JavaScript] =
                    "data.toString(\"utf8\")     // not: \"latin1\" or \"ascii\"",
                [Language.C] = "if (c >= 'a' && c <= 'z') c -= 32;     /* all other bytes stay */",
            }
            : new Dictionary<Language, string>
            {
                [Language.Python] = """
                    sentence = data.decode("utf-8")
                    server.sendto(sentence.upper().encode("utf-8"), client)
                    """,
                [Language.Java] = """
                    String text = new String(
                        packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                    byte[] data = text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
                    """,
                [Language.CSharp] = """
                    Encoding.UTF8     // not: Encoding.ASCII
                    """,
                [Language.JavaScript] = """
                    data.toString("utf8")     // not: "latin1" or "ascii"
                    """,
                [Language.C] = """
                    if (c >= 'a' && c <= 'z') c -= 32;     /* all other bytes stay */
                    """,
            },
    };

    private protected override Asking? Proof(Traits traits) => traits.Askings.FirstOrDefault(
        one => one.Message.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)127));

    private protected override Finding? Find(Traits traits, Asking asked)
    {
        if (traits.Mute is not null || traits.Manner.KeepsText || ForeignLetters.IsHalfDone(asked)
            || AnswerLonger.IsRepr(traits.Manner) || traits.Manner.Written is not null)
        {
            return null;
        }

        return asked.IsAnswered
            ? Differs(
                traits, asked, "Of the letters é, ж, у, к and ω, "
                    + $"{ForeignLetters.Name(asked)}.")
            : Silent(traits, asked, "A message with é, ж and ω was sent, and "
                + (asked.Exit is { } exit ? $"the program {exit}." : "no answer came."));
    }
}
