using System.Net.Sockets;

namespace Doorway.Check.Server;

/// <summary>A client asks and closes, and does not wait for its answers.</summary>
sealed class LeavesBeforeAnswer : SurvivalCase
{
    const int Requests = 2_500;

    static readonly TimeSpan Arrival = TimeSpan.FromSeconds(2);

    public override string Id => "tcp/clients/leaves-before-answer";

    public override string Title => "Dies when a client closes before it is answered";

    public override string Requirement =>
        "A client that closes before it has read its answer does no harm to the server.";

    public override string Source => "send(2), EPIPE; signal(7), SIGPIPE";

    public override CheckLevel? LevelFor(Traits traits) => traits.IsTcpServer(
        CheckProfile.Textbook, CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The first bytes that are sent to a client who has closed are answered by a reset. "
            + "The next send then fails with EPIPE, and by default the system also sends SIGPIPE, "
            + "which ends a C program without a word. A person who presses Ctrl-C in a client is "
            + "enough.",
        How = "A client connects, and the server is stopped for a moment (SIGSTOP). The client "
            + "sends its messages, a good many of them where that is possible, and closes; then "
            + "the server goes on and answers them. Then another client asks.",
        Causes =
        [
            "SIGPIPE ends the program.",
            "The error of a send to a client that has gone (EPIPE, \"Broken pipe\") is not caught.",
        ],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "sendall or recv raises BrokenPipeError, and nothing catches it: "
                + "except ConnectionResetError doesn't, except OSError does.",
            [Language.Java] = "write throws a SocketException (\"Broken pipe\") that only main "
                + "catches, outside the loop.",
            [Language.C] = "SIGPIPE ends the program: send is called without MSG_NOSIGNAL, and the "
                + "signal is not ignored.",
            [Language.JavaScript] = "The socket emits 'error' (EPIPE or ECONNRESET) without a "
                + "listener: Node.js ends.",
        },
        Fix = "Treat EPIPE as the end of that client alone. In C, ignore SIGPIPE or send with "
            + "MSG_NOSIGNAL, so that send returns -1 instead.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                except OSError:        # BrokenPipeError and ConnectionResetError are among them
                    pass
                """,
            [Language.C] = """
                signal(SIGPIPE, SIG_IGN);              /* once, at the start */
                send(connection, answer, length, MSG_NOSIGNAL);   /* or this, each time */
                """,
            [Language.Rust] = """
                if let Err(error) = serve(stream) {    // not .unwrap()
                    eprintln!("{error}");
                }
                """,
        },
    };

    private protected override string Deed => "closed its connection before it was answered";

    private protected override IReadOnlyList<SurvivalCase> Simpler { get; } =
        [new SaysNothing(), new ResetWhileReading(), new ResetWhileAnswering()];

    private protected override bool Do(Trial trial)
    {
        using TcpPeer peer = trial.Connect();
        OrdinaryClient.LetFinish(trial);
        using var pause = new Pause(trial);
        if (pause.Holds)
        {
            peer.Send(Messages(trial));

            // A program that goes on before the end has come learns of a reset instead (send(2):
            // ECONNRESET, and not EPIPE).
            peer.FinishSending();
            SpinWait.SpinUntil(() => !OperatingSystem.IsLinux() || HasArrived(peer), Arrival);
            peer.Dispose();
        }

        return pause.Holds;
    }

    // The first byte of TCP_INFO is the state (tcp(7)): FIN-WAIT-1 ends with the acknowledgment.
    static bool HasArrived(TcpPeer peer)
    {
        const int IpProtoTcp = 6;
        const int TcpInfo = 11;
        const int Established = 1;
        const int FinWait1 = 4;
        Span<byte> info = stackalloc byte[8];
        try
        {
            return peer.Socket.GetRawSocketOption(IpProtoTcp, TcpInfo, info) < 1
                || info[0] is not (Established or FinWait1);
        }
        catch (SocketException)
        {
            return true;
        }
    }

    // One is answered by one send, which never fails: it is the second that finds the client gone.
    static byte[] Messages(Trial trial)
    {
        byte[] one = trial.Message("hello, and gone ");
        return trial.Traits.Profile == CheckProfile.Textbook
            ? one : [.. Enumerable.Repeat(one, Requests).SelectMany(bytes => bytes)];
    }
}
