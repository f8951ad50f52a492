using System.Diagnostics;

namespace Doorway.Check.Client.Tcp;

/// <summary>The program waits for ever for a server that says nothing.</summary>
sealed class SilentServer : TcpClientCase
{
    // A limit of five seconds is a usual one, and a second is for a busy machine.
    static readonly TimeSpan Enough = TimeSpan.FromSeconds(6);

    public override string Id => "tcp/client/silent-server";

    public override string Title => "Waits without a time limit";

    public override string Requirement =>
        "A program that waits for an answer gives up after a while.";

    public override string Source =>
        "RFC 9293 2.2, 3.8.4 (TCP itself may never notice that the other side is gone)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => profile switch
    {
        CheckProfile.Textbook or CheckProfile.Greeting => CheckLevel.Note,
        CheckProfile.TwoWay => null,
        _ => CheckLevel.Should,
    };

    internal override TimeSpan ExtraTime => Enough;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server that hangs, or whose machine lost its power, sends nothing, not even an "
            + "end. recv waits for it without a limit.",
        How = $"The server takes the line and says nothing for {Enough.TotalSeconds} seconds. The "
            + "program should end, say so, or take the next line. A longer limit than that is "
            + "not seen here.",
        Causes = ["No time limit is set for receiving."],
        Fix = "Set a time limit, and say what happened when it is over.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = "client_socket.settimeout(2)  # seconds; recv raises TimeoutError",
            [Language.Java] = "socket.setSoTimeout(2000); // read throws SocketTimeoutException",
            [Language.C] = """
                struct timeval limit = { .tv_sec = 2 };
                setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
                """,
            [Language.Go] = "connection.SetReadDeadline(time.Now().Add(2 * time.Second))",
            [Language.CSharp] = "socket.ReceiveTimeout = 2000;",
            [Language.JavaScript] = "socket.setTimeout(2000, () => socket.destroy());",
            [Language.Rust] = "stream.set_read_timeout(Some(Duration::from_secs(2)))?;",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        var talk = new TcpTalk(trial);
        bool asks = trial.Traits.Profile != CheckProfile.Greeting;
        if (asks)
        {
            talk.Ask("is anybody there");
        }

        // A limit is a matter of the clock: the program is idle until then.
        _ = talk.Peer;
        talk.Calm();
        long printed = talk.Client.Output.Total;
        long since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Enough && !talk.Client.HasExited
            && talk.Client.Output.Total == printed)
        {
            Thread.Sleep(Patience.Step);
        }

        talk.Calm();
        return talk.Client.HasExited || talk.Client.Output.Total > printed
            || (IsLong(trial.Traits.Profile) && talk.TryAsk("and now") is not null)
            || talk.End() is Ending.Exited or Ending.Crashed
            ? Verdict.Passed
            : Verdict.Failed(
                $"The server said nothing for {Enough.TotalSeconds} s, and the program still "
                    + "waits.");
    }
}
