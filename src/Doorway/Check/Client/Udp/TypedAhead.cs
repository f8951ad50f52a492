using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>Lines that are there at once get lost.</summary>
sealed class TypedAhead : CheckCase
{
    public override string Id => "udp/client/typed-ahead";

    public override string Title => "Loses lines that were typed ahead";

    public override string Requirement => "Lines that are typed at once are all sent, in turn.";

    public override string Source => "stdin(3) (buffering)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient && UdpTalk.GoesOn(traits) ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Input comes from a file or a pipe as often as from a hand, and then many lines are "
            + "there at once. A reader takes a whole block of them and hands them out line by "
            + "line; a second reader on the same input never sees what the first one holds.",
        How = "Three lines are typed by one write; after each answer the next datagram is waited "
            + "for.",
        Causes = ["A new reader is made for every line, and thrown away with what it had read."],
        Fix = "Make one reader before the loop, and use it for all lines.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Java] = """
                Scanner keyboard = new Scanner(System.in);
                while (keyboard.hasNextLine()) {
                    String sentence = keyboard.nextLine();
                    ask(sentence);
                }
                """,
            [Language.Go] = """
                keyboard := bufio.NewScanner(os.Stdin)
                for keyboard.Scan() {
                    ask(keyboard.Text())
                }
                """,
            [Language.Python] = """
                for line in sys.stdin:
                    ask(line.rstrip("\n"))
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        string[] lines = ["first-of-three", "second-of-three", "third-of-three"];
        var talk = new UdpTalk(trial);
        talk.Client.Type(string.Join('\n', lines) + "\n");
        int sent = 0;
        var came = new List<string>();
        while (sent < lines.Length && talk.Next() is { } question)
        {
            came.Add(Encoding.UTF8.GetString(question.Bytes));
            talk.Answer(question.From, lines[sent++]);
        }

        return sent == 0 ? Verdict.Skipped("what was typed did not come as a datagram")
            : sent == lines.Length ? Verdict.Passed
            : Verdict.Failed(
                $"{lines.Length} lines were typed at once, and {sent} came.",
                new Evidence.Text("the datagrams", came));
    }
}
