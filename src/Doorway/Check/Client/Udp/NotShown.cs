namespace Doorway.Check.Client.Udp;

/// <summary>The answer is not shown.</summary>
sealed class NotShown : CheckCase
{
    public override string Id => "udp/client/not-shown";

    public override string Title => "Does not show the answer";

    public override string Requirement => "The answer that came is printed on standard output.";

    public override string Source => "recvfrom(2)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The answer is what the person waits for.",
        How = "A line is typed and answered with other words, and standard output is searched "
            + "for them. What stands around them doesn't matter.",
        Causes =
        [
            "What recvfrom returned is never printed, or what was typed is printed in its place, "
                + "as it was or changed by the client itself.",
            "It is printed to standard error.",
            "The program ends before the answer has come, or fails on the way.",
        ],
        Fix = "Print the bytes that came, as text.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                answer, server_address = client_socket.recvfrom(2048)
                print(answer.decode())
                """,
            [Language.Java] = """
                socket.receive(packet);
                System.out.println(new String(
                    packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "please show me", answer = "IN OTHER WORDS";
        var talk = new UdpTalk(trial);

        // No client comes upon these words by itself.
        talk.Door.SendTo(System.Text.Encoding.ASCII.GetBytes(answer), talk.Ask(line).From);

        // A wrong form, and a part of it, are other cases.
        if (talk.Find(answer).As != Shown.Nothing)
        {
            return Verdict.Passed;
        }

        return Verdict.Failed(new Finding
        {
            Symptom = $"The answer, {answer.Length} bytes, is nowhere on standard output; the "
                + "program " + (talk.Crash() is { } crash ? $"died: {crash}."
                    : talk.Client.Exit is { } exit ? $"{exit}." : "waits."),
            Evidence = [new Evidence.Difference(
                System.Text.Encoding.ASCII.GetBytes(answer), talk.Client.Output.Bytes)],
            Causes = Screen.Find(talk.Client.Errors, answer).IsComplete
                ? ["It is printed to standard error, not to standard output."] : [],
        });
    }
}
