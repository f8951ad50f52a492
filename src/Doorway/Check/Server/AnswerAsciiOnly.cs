namespace Doorway.Check.Server;

/// <summary>Only a to z are changed.</summary>
sealed class AnswerAsciiOnly(Transport transport) : AnswerCase(transport, "ascii-only")
{
    public override string Title => "Changes only a to z to upper case";

    public override string Requirement => "Letters beyond ASCII have an upper case too.";

    public override string Source => "Unicode Standard 3.13 (Default Case Algorithms)";

    private protected override CheckLevel Level => CheckLevel.Note;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.Service == CheckService.Upper ? base.LevelFor(traits) : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Nothing is wrong: upper case of bytes is what C's toupper does, and Python's "
            + "bytes.upper. But é stays é, and a name comes back half in upper case.",
        How = "A short message with Latin, Cyrillic and Greek letters is sent in UTF-8.",
        Causes =
        [
            "Bytes are changed, one at a time, and not characters: bytes.upper, toupper.",
            "The function knows some letters and not others.",
        ],
        Fix = "Where letters of all scripts matter, decode to text first, and change that.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "data.decode().upper().encode()     # not: data.upper()",
            [Language.Go] = "bytes.ToUpper(data)     // knows UTF-8",
            [Language.Rust] = "text.to_uppercase()     // not: to_ascii_uppercase",
        },
    };

    private protected override Asking? Proof(Traits traits) => traits.Askings.FirstOrDefault(
        one => one.Message.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)127));

    private protected override Finding? Find(Traits traits, Asking asked) =>
        traits.Mute is null && asked.IsAnswered
            && (traits.Manner is { Letters: MannerOfLetters.AsciiUpper }
                || (traits.Manner is { KeepsText: false, Letters: MannerOfLetters.Upper }
                    && ForeignLetters.IsHalfDone(asked)))
            ? Differs(traits, asked, "Not all of é, ж, у, к and ω came back in upper case.") : null;
}
