namespace Doorway.Check.Client.Udp;

/// <summary>An empty datagram is taken for an error or for the end.</summary>
sealed class EmptyAnswer : CheckCase
{
    public override string Id => "udp/client/empty-answer";

    public override string Title => "Takes an empty answer for an error or the end";

    public override string Requirement =>
        "An empty datagram is an answer like any other, and neither an error nor an end.";

    public override string Source => "recvfrom(2) (a return value of 0); RFC 768 (Length)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "On TCP a receive of 0 bytes means that the other side has closed. UDP knows no "
            + "closing: 0 bytes are a datagram without data, such as the answer to an empty line.",
        How = "A line is typed and answered with an empty datagram. What is right: the program "
            + "goes on to its end or to the next line, asks again, or waits for an answer with "
            + "text.",
        Causes = ["0, or an empty text, is taken for a failure or the end, as on TCP."],
        Fix = "Take only a negative number, or an exception, for a failure.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.C] = """
                ssize_t length = recvfrom(client, answer, sizeof answer, 0, NULL, NULL);
                if (length < 0) {
                    perror("recvfrom");
                    return 1;
                }
                """,
            [Language.Python] = """
                answer, server_address = client_socket.recvfrom(2048)
                print(answer.decode())
                """,
            [Language.Java] = "int length = packet.getLength(); // 0 is fine",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "say nothing";
        var talk = new UdpTalk(trial);
        Received question = talk.Ask(line);
        talk.Door.SendTo([], question.From);
        bool goesOn = UdpTalk.GoesOn(trial.Traits);
        if (goesOn && talk.TryAsk("and now something") is not null)
        {
            return Verdict.Passed;
        }

        trial.Until(() => talk.Client.HasExited);
        if (talk.Client.HasExited)
        {
            return Ended(talk, goesOn);
        }

        // It may have taken it for no answer, and waits for one.
        talk.Answer(question.From, line);
        return talk.Shows(talk.RightText(line)) || talk.Client.Exit is { Code: 0, Signal: 0 }
            ? Verdict.Passed
            : Verdict.Failed(
                "An empty answer was sent, and the program hangs; an answer with text didn't "
                + "wake it.");
    }

    static Verdict Ended(UdpTalk talk, bool goesOn)
    {
        talk.End();
        return talk.Client.Exit is { Code: 0, Signal: 0 }
            ? goesOn
                ? Verdict.Failed("An empty answer was sent, and the program ended with it.")
                : Verdict.Passed
            : Verdict.Failed(
                "An empty answer was sent, and the program "
                + (talk.Crash() is { } crash ? $"died: {crash}." : $"{talk.Client.Exit}."));
    }
}
