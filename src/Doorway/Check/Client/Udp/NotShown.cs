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
        How = "A line is typed and answered, and standard output is searched for the answer's "
            + "text. What stands around it doesn't matter.",
        Causes =
        [
            "What recvfrom returned is never printed, or what was typed is printed in its place.",
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
        const string line = "please show me";
        var talk = new UdpTalk(trial);
        talk.Exchange(line);
        byte[] right = talk.Right(line);

        // A wrong form, and a part of it, are other cases.
        if (talk.Find(talk.RightText(line)).As != Shown.Nothing)
        {
            return Verdict.Passed;
        }

        return Verdict.Failed(new Finding
        {
            Symptom = $"The answer, {right.Length} bytes, is nowhere on standard output; the "
                + "program " + (talk.Crash() is { } crash ? $"died: {crash}."
                    : talk.Client.Exit is { } exit ? $"{exit}." : "waits."),
            Evidence = [new Evidence.Difference(right, talk.Client.Output.Bytes)],
            Causes = Screen.Find(talk.Client.Errors, talk.RightText(line)).IsComplete
                ? ["It is printed to standard error, not to standard output."] : [],
        });
    }
}
