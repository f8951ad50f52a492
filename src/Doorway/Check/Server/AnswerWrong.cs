namespace Doorway.Check.Server;

/// <summary>Something else than the message in upper case comes back.</summary>
sealed class AnswerWrong(Transport transport) : AnswerCase(transport, "wrong")
{
    public override string Title => "Answers something else";

    public override string Requirement =>
        "The answer is made of the message: its letters in upper case, all else as it was.";

    public override Explanation Explanation { get; } = new()
    {
        Why = "The client can't use an answer that is not what was agreed on.",
        How = "Two short messages of letters, digits and punctuation are sent, and their answers "
            + "are compared with what is right.",
        Causes =
        [
            "Another function is called: lower, swapcase, title, capitalize.",
            "A fixed text or an error message is sent in place of the answer.",
            "What was received before is sent again, or bytes are left over in a buffer.",
        ],
        Fix = "Print the received message and the answer side by side, and follow the line that "
            + "makes one of the other.",
    };

    // Where the first answer was right, another one is the proof.
    private protected override Asking? Proof(Traits traits) =>
        traits.Manner.IsKnown ? base.Proof(traits)
            : traits.Askings.FirstOrDefault(
                one => one.IsAnswered && !one.Answer.Is(Right(traits, one))) ?? base.Proof(traits);

    private protected override Finding? Find(Traits traits, Asking asked)
    {
        if (!asked.IsAnswered)
        {
            return null;
        }

        Manner manner = traits.Manner;
        if (AnswerLonger.Unforeseen(traits) is not null)
        {
            return null;
        }

        if (!manner.IsKnown)
        {
            bool isFirst = asked == traits.Askings[0];
            return Differs(
                traits, asked, $"{asked.Message.Length} bytes were sent, and "
                    + $"{asked.Answer.Bytes.Length} others came back"
                    + (isFirst ? "." : "; the message before had been answered rightly."),
                isFirst ? [] : ["What was received before is sent again, or bytes are left over in "
                    + "a buffer."]);
        }

        string? did = manner.Letters switch
        {
            MannerOfLetters.Lower => "in lower case",
            MannerOfLetters.Swapped => "with small and capital letters swapped",
            MannerOfLetters.Capitalized => "with its first letter alone in upper case",
            MannerOfLetters.Titled => "with the first letter of each word in upper case",
            MannerOfLetters.Reversed => "in reverse order",
            MannerOfLetters.Upper or MannerOfLetters.AsciiUpper
                when RightLetters(traits) == MannerOfLetters.Unchanged =>
                "in upper case, not as it was",
            _ => null,
        };
        return did is null ? null : Differs(traits, asked, $"The message came back {did}.");
    }
}
