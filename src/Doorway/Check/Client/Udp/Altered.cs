using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>Another text is sent than was typed.</summary>
sealed class Altered : CheckCase
{
    const string Line = "three short words";

    public override string Id => "udp/client/altered";

    public override string Title => "Sends something else than what was typed";

    public override string Requirement => "The datagram holds the line as it was typed.";

    public override string Source => "RFC 768; sendto(2)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The server answers what it gets. It can't know that a word is missing, or that "
            + "quotes and a b were put around the text.",
        How = $"\"{Line}\" is typed, and the datagram is compared with it.",
        Causes =
        [
            "One word is read, not a line: scanf(\"%s\") in C, next() of Java's Scanner, Go's "
                + "Scan, C++'s >>.",
            "The text is turned into bytes by a conversion that is meant for people, such as "
                + "Python's str(data).",
            "Something is put before the text.",
        ],
        Fix = "Read a whole line, and send its bytes as they are.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "client_socket.sendto(sentence.encode(), server)",
            [Language.Java] = "String sentence = scanner.nextLine();",
            [Language.C] = """
                fgets(line, sizeof line, stdin);
                line[strcspn(line, "\n")] = '\0';
                """,
            [Language.Go] = """
                keyboard := bufio.NewScanner(os.Stdin)     // once, before any loop
                keyboard.Scan()
                line := keyboard.Text()
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        byte[] got = talk.First(Line).Bytes;
        byte[] typed = Encoding.UTF8.GetBytes(Line);
        if (got.AsSpan().StartsWith(typed) || WrongEncoding.NameOf(got, Line) is not null)
        {
            // What stands behind it and how it is encoded are other cases.
            return Verdict.Passed;
        }

        if (talk.Next() is not null)
        {
            return Verdict.Skipped("it sends several datagrams: see udp/client/many-datagrams");
        }

        if (SendsUnasked(trial, talk))
        {
            return Verdict.Skipped("it sends before anything is typed: see udp/client/sent-early");
        }

        string text = Encoding.UTF8.GetString(got);
        string[] causes = text.TrimEnd('\n', '\0') == Line.Split(' ')[0]
            ? ["It reads one word, not a line."]
            : text.Contains($"b'{Line}'", StringComparison.Ordinal)
                ? ["str() was called on bytes: that writes them down with b'...' around them."]
                : text.Contains(Line, StringComparison.Ordinal)
                    ? ["Something is put before the text."] : [];
        return Verdict.Failed(new Finding
        {
            Symptom = $"{typed.Length} bytes were typed; a datagram of {got.Length} bytes with "
                + "another text came.",
            Evidence = [new Evidence.Difference(typed, got)],
            Causes = causes,
        });
    }

    // A text that stands in the program itself is sent by a second one too, of which nothing is
    // asked.
    static bool SendsUnasked(Trial trial, UdpTalk talk)
    {
        trial.Start();
        return talk.Door.Receive() is not null;
    }
}
