namespace Doorway.Check.Client.Tcp;

/// <summary>Input is read by words, and one word is sent.</summary>
sealed class FirstWord : SentCase
{
    public override string Id => "tcp/client/first-word";

    public override string Title => "Sends only the first word";

    public override string Requirement => "A typed line is sent with all its words.";

    public override string Source => "scanf(3), %s (it ends at the first white space); fgets(3)";

    public override Explanation Explanation { get; } = new()
    {
        Why = "Some calls read a word where a line is meant. The rest of the line stays in the "
            + "input, and is taken for the next line, or lost.",
        How = $"'{Line}' is typed, and what the server receives is compared with it.",
        Causes = ["The input is read by a call that stops at a blank."],
        Fix = "Read a whole line.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.C] = "scanf(\"%s\") reads one word.",
            [Language.Java] = "Scanner.next() reads one word.",
            [Language.Python] = "The line is split, and the first of its words sent.",
            [Language.Go] = "fmt.Scan reads one word.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = """
                fgets(line, sizeof line, stdin);
                line[strcspn(line, "\n")] = '\0';
                """,
            [Language.Java] = "String line = scanner.nextLine();",
            [Language.Python] = "sentence = input(\"Input lowercase sentence:\")",
            [Language.Go] = """
                reader := bufio.NewReader(os.Stdin)
                line, err := reader.ReadString('\n')
                """,
        },
    };

    protected override Verdict Judge(Sent sent) => sent.As != SentAs.FirstWord
        ? Verdict.Passed
        : Failed($"Of the {Line.Split(' ').Length} words typed, one was sent.", sent);
}
