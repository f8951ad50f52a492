namespace Doorway.Check.Server;

/// <summary>Less comes back than should.</summary>
sealed class AnswerShorter(Transport transport) : AnswerCase(transport, "shorter")
{
    public override string Title => "Leaves bytes of the answer out";

    public override string Requirement =>
        "The answer has as many bytes as the message in upper case has.";

    public override Explanation Explanation { get; } = new()
    {
        Why = "What is left out is lost, and the client can't tell that it is.",
        How = "Two short messages of different lengths are sent, and the lengths of the answers "
            + "are compared.",
        Causes =
        [
            "The length is off by one: a newline or a NUL is cut off that the message does not "
                + "have.",
            "The buffer is shorter than the message.",
            "Only the first word is read, as scanf(\"%s\") and Scanner.next do.",
        ],
        Fix = "Send as many bytes as were received. Take a newline off only where there is one.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "line = data.removesuffix(b\"\\n\")        # not: data[:-1]",
            [Language.C] = "line[strcspn(line, \"\\n\")] = '\\0';       /* not: line[length - 1] "
                + "*/",
        },
    };

    private protected override Finding? Find(Traits traits, Asking asked) => traits.Manner switch
    {
        { IsKnown: true, CutBy: > 0 and int bytes } => Differs(
            traits, asked, $"{bytes} byte{(bytes == 1 ? "" : "s")} at the end of the answer "
                + $"{(bytes == 1 ? "is" : "are")} missing, however long the message is."),
        { IsKnown: true, CutTo: > 0 and int length } => Differs(
            traits, asked, $"Every answer ends after {length} bytes.",
            $"A buffer of {length} bytes is all that is read or sent.") with
        {
            Fix = traits.Transport == Transport.Tcp
                ? "Give the receive call a larger buffer, and call it until the end of the message "
                    + "has come."
                : "Give the receive call a buffer that holds the largest datagram, 65,507 bytes, "
                    + "and send all that it received.",
        },
        _ => null,
    };
}
