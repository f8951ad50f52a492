namespace Doorway.Check.Server;

/// <summary>What the client sends is shown to the person at the server.</summary>
sealed class NotShown : CheckCase
{
    public override string Id => "tcp/two-way/not-shown";

    public override string Title => "Doesn't show all that the client sends";

    public override string Requirement =>
        "Each message of the client is shown, whoever speaks next.";

    public override string Source => "recv(2); RFC 9293 2.2 (both directions)";

    public override CheckRole Role => CheckRole.Server;

    internal override bool NeedsAnswer => false;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(CheckProfile.TwoWay) && traits.IsStartedByUs ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Half of a conversation is what the other one says.",
        How = "A client sends two messages, with a pause between them, and finishes; the "
            + "keyboard's input ends too, so that a program that keeps its output in a buffer has "
            + "shown all. Then its standard output is looked at.",
        Causes = ["Only the first message is received.", "What is received is not printed."],
        Fix = "Receive in a loop until the client has finished, and print each message.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                while data := connection.recv(1024):
                    print(data.decode())
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        using TcpPeer? peer = TwoWay.Begin(trial);
        if (peer is null || trial.Subject is not { } subject)
        {
            return Verdict.Skipped("the client could not connect");
        }

        string[] messages = ["said-first", "said-second"];
        foreach (string message in messages)
        {
            peer.Send(trial.Message(message));
            OrdinaryClient.LetFinish(trial);

            // A program that takes turns is given them: that is not the point here.
            subject.Type("and you\n");
            OrdinaryClient.LetFinish(trial);
        }

        peer.FinishSending();
        subject.EndInput();
        bool all = trial.Until(
            () => Array.TrueForAll(messages, one => TwoWay.HasShown(trial, one)));
        int shown = messages.Count(one => TwoWay.HasShown(trial, one));
        return all
            ? Verdict.Passed
            : Verdict.Failed(
                $"The client sent {messages.Length} messages, and {shown} of them were shown.",
                new Evidence.Text("its standard output", subject.Output.Text.Split('\n')));
    }
}
