namespace Doorway.Check.Server;

/// <summary>The message comes back as it was.</summary>
sealed class AnswerUnchanged(Transport transport) : AnswerCase(transport, "unchanged")
{
    public override string Title => "Answers before transforming";

    public override string Requirement => "The answer is the message in upper case.";

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.Service == CheckService.Upper ? base.LevelFor(traits) : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The client gets its own words back, and the service is not done.",
        How = "A short message of small and capital letters is sent, and the answer is compared.",
        Causes =
        [
            "The received bytes are sent, not the result: strings can't be changed, and upper "
                + "returns a new one, which is thrown away.",
            "The answer is sent before the line that changes it.",
        ],
        Fix = "Keep the result in a variable, and send that one.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                answer = sentence.upper()      # not: sentence.upper() on a line of its own
                data = answer.encode()         # and this is what is sent
                """,
            [Language.Java] = "line = line.toUpperCase(Locale.ROOT);",
            [Language.CSharp] = "line = line.ToUpperInvariant();",
            [Language.JavaScript] = "line = line.toUpperCase();",
            [Language.Go] = "line = strings.ToUpper(line)",
        },
    };

    private protected override Finding? Find(Traits traits, Asking asked) =>
        traits.Manner is { IsKnown: true, Letters: MannerOfLetters.Unchanged }
            ? Differs(traits, asked, "The letters came back as they were sent.") : null;
}
