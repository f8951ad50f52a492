namespace Doorway.Check.Client.Udp;

/// <summary>The client goes on for ever after its one exchange.</summary>
sealed class NeverEnds : CheckCase
{
    static readonly TimeSpan Enough = TimeSpan.FromSeconds(3);

    public override string Id => "udp/client/never-ends";

    public override string Title => "Never ends";

    public override string Requirement =>
        "When the answer is shown and the keyboard input has ended, the program ends.";

    public override string Source => "close(2); exit(3)";

    public override CheckRole Role => CheckRole.Client;

    // One that takes line after line is asked the same by udp/client/end-of-input.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient && !UdpTalk.GoesOn(traits) ? CheckLevel.Should : null;

    internal override TimeSpan ExtraTime => NoTimeout.Enough;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A program that stays keeps its port, its memory and the person who waits for the "
            + "prompt. On UDP no other side closes: nothing ever tells it to stop.",
        How = "A line is typed and answered, the keyboard input is ended, and the program's end is "
            + "waited for, three seconds.",
        Causes =
        [
            "It waits for another datagram after the answer.",
            "Its socket is still open, and the runtime waits for it.",
        ],
        Fix = "Close the socket when the answer is there.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.JavaScript] = "An open socket keeps Node.js running.",
            [Language.Java] = "A thread that is no daemon waits in receive.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.JavaScript] = """
                socket.on('message', answer => {
                    console.log(answer.toString());
                    socket.close();
                });
                """,
            [Language.Python] = "client_socket.close()",
            [Language.Java] = "socket.close();",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "and then goodbye";
        var talk = new UdpTalk(trial);
        talk.Exchange(line);
        if (!talk.Shows(talk.RightText(line)))
        {
            return Verdict.Skipped("it does not show the answer: see udp/client/not-shown");
        }

        try
        {
            talk.End();
        }
        catch (RestlessException turned)
        {
            return Verdict.Failed(
                "The answer was shown and the keyboard input ended, and the program turned in a "
                + $"loop: it used {turned.Used.TotalMilliseconds:0} ms of processor time.");
        }

        return talk.Within(Enough, () => talk.Client.HasExited)
            ? Verdict.Passed
            : Verdict.Failed(
                $"{Enough.TotalSeconds:0} seconds after the answer was shown and the keyboard "
                    + "input "
                + "ended, the program still runs.");
    }
}
