namespace Doorway.Check.Client.Udp;

/// <summary>An empty line makes the client hang or crash.</summary>
sealed class EmptyLine : CheckCase
{
    public override string Id => "udp/client/empty-line";

    public override string Title => "An empty line makes it hang or crash";

    public override string Requirement =>
        "An empty line is sent as an empty datagram, refused, or ends the program.";

    public override string Source => "RFC 768 (Length: 8 is the least); send(2)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Should : null;

    internal override TimeSpan ExtraTime => NoTimeout.Enough;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A person may just press Enter. A datagram without data is allowed and arrives as "
            + "one. A program that sends none, and waits for an answer all the same, waits for "
            + "ever.",
        How = "An empty line is typed. What is right: an empty datagram comes, or the program "
            + "ends, or it takes the next line, also after a timeout.",
        Causes =
        [
            "Sending is left out for an empty text, and receiving is not.",
            "The first character of the line is looked at, and there is none.",
        ],
        Fix = "Send the empty datagram, or ask again without waiting for an answer.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                sentence = input()
                if not sentence:
                    continue
                """,
            [Language.Java] = """
                String sentence = scanner.nextLine();
                if (sentence.isEmpty()) continue;
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        if (talk.TryAsk("") is not null)
        {
            return Verdict.Passed;
        }

        if (talk.Client.HasExited)
        {
            talk.End();
        }

        // Java sends no empty datagram from a connected socket: then the timeout's end is awaited.
        string? crash = talk.Crash();
        if (crash is null
            && (talk.Client.HasExited || talk.TryAsk("after an empty line") is not null
                || talk.Within(NoTimeout.Time(trial), () => talk.Client.HasExited || talk.HasMore)))
        {
            return Verdict.Passed;
        }

        return !talk.SendsPlainText()
            ? Verdict.Skipped("it sends nothing: see udp/client/nothing-sent")
            : Verdict.Failed(crash is null
                ? "An empty line was typed: nothing was sent, and the next line is not taken."
                : $"An empty line was typed, and the program died: {crash}.");
    }
}
