namespace Doorway.Check.Client.Tcp;

/// <summary>The program does not end when all is done.</summary>
sealed class Stays : TcpClientCase
{
    public override string Id => "tcp/client/stays";

    public override string Title => "Does not end when all is done";

    public override string Requirement =>
        "The program ends when the conversation and its input have ended.";

    public override string Source => "exit(3); RFC 9293 3.6 (each side closes its own direction)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A program that stays keeps its terminal, and often its connection. Started a "
            + "hundred times, it uses up the server's descriptors.",
        How = "A line is typed and answered; the server closes and the keyboard input ends. Then "
            + "the program's end is waited for.",
        Causes =
        [
            "A thread waits for something that can't come any more.",
            "The socket is not closed, and the runtime stays for it.",
            "There is a loop without a way out.",
        ],
        Fix = "Close the socket, and let every thread end when the connection has.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "threading.Thread(target=listen, daemon=True).start()",
            [Language.Java] = "thread.setDaemon(true); // before start(); or close its socket",
            [Language.JavaScript] = "socket.end(); // and clear timers",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        talk.Once("hello from the keyboard");
        Ending ending = talk.End();
        bool isOne = trial.Traits.Profile is CheckProfile.Textbook or CheckProfile.Greeting;
        return ending == Ending.Stays || (isOne && ending == Ending.IgnoresEnd)
            ? Verdict.Failed(
                "The server has closed and the input has ended, and the program "
                    + (talk.NeverRests ? "keeps the processor busy." : "waits for ever."))
            : Verdict.Passed;
    }
}
