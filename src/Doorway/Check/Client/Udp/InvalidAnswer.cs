namespace Doorway.Check.Client.Udp;

/// <summary>An answer that is no text ends the client.</summary>
sealed class InvalidAnswer : CheckCase
{
    public override string Id => "udp/client/invalid-answer";

    public override string Title => "Dies of an answer that is not UTF-8";

    public override string Requirement =>
        "Bytes that are not UTF-8 don't end the client by an error that nobody caught.";

    public override string Source => "RFC 3629 10; RFC 8085 6";

    public override CheckRole Role => CheckRole.Client;

    // The textbook's client asks once and ends anyway.
    public override CheckLevel? LevelFor(Traits traits) =>
        !traits.IsUdpClient ? null
            : UdpTalk.GoesOn(traits) ? CheckLevel.Should : CheckLevel.Note;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Anybody can send anything to a UDP port. A decoder that finds bytes which are no "
            + "UTF-8 either puts a sign in their place or raises an error; an error that nobody "
            + "catches ends the program.",
        How = "A line is typed and answered with a byte 0xFF, which stands in no UTF-8 text.",
        Causes = ["The answer is decoded strictly, and the error is not caught."],
        Fix = "Decode with replacement, or catch the error.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "print(answer.decode(errors=\"replace\"))",
            [Language.Rust] = "println!(\"{}\", String::from_utf8_lossy(&buffer[..length]));",
            [Language.Java] = """
                // this constructor puts U+FFFD in their place
                new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8)
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new UdpTalk(trial);
        Received question = talk.Ask("no text comes back");
        talk.Door.SendTo([.. "NO TEXT "u8, 0xff, .. " COMES BACK"u8], question.From);
        if (UdpTalk.GoesOn(trial.Traits))
        {
            talk.TryAsk("is it still there");
        }

        trial.Until(() => talk.Client.HasExited);
        if (talk.Client.HasExited)
        {
            // All of its standard error is to be there.
            talk.End();
        }

        return talk.Crash() is { } crash
            ? Verdict.Failed($"The answer held a byte 0xFF, and the program died: {crash}.")
            : Verdict.Passed;
    }
}
