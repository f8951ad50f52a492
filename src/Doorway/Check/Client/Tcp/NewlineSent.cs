namespace Doorway.Check.Client.Tcp;

/// <summary>A newline is sent where the message is the text alone.</summary>
sealed class NewlineSent : SentCase
{
    public override string Id => "tcp/client/newline-sent";

    public override string Title => "Sends the newline with the sentence";

    public override string Requirement =>
        "Where the message is a sentence without a delimiter, no newline is sent with it.";

    public override string Source => "fgets(3), readline in Python (the newline is kept)";

    protected override CheckLevel? LevelOf(CheckProfile profile) =>
        profile == CheckProfile.Textbook ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Some calls that read a line keep its newline. A server that compares, stores or "
            + "counts what it gets has one character more than was meant. A server that waits "
            + "for lines needs it; then the two have agreed on lines.",
        How = $"'{Line}' is typed, and the server looks for a newline behind it.",
        Causes = ["The line was read with its newline, or sent by a call that adds one."],
        Fix = "Take the newline away, unless the server takes lines.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "sentence = sys.stdin.readline().rstrip(\"\\n\")",
            [Language.Java] = "out.print(line); out.flush(); // not println",
            [Language.C] = "line[strcspn(line, \"\\n\")] = '\\0';",
        },
    };

    protected override Verdict Judge(Sent sent) => sent.HasNewline
        ? Failed("A newline came behind the sentence.", sent with { Body = sent.Bytes })
        : Verdict.Passed;
}
