using System.Net.Sockets;
using System.Text;

namespace Doorway.Check.Server;

/// <summary>A client gets what another one asked for.</summary>
sealed class MixedUp : CheckCase
{
    // Each client sends its own digit, so that whose bytes they are is seen in any answer.
    const int Clients = 8;
    const int Half = 4;

    public override string Id => "tcp/clients/mixed-up";

    public override string Title => "Mixes its clients up";

    public override string Requirement =>
        "Each answer goes to the client that asked, and holds what that client sent.";

    public override string Source =>
        "RFC 9293 3.4.1 (a connection is defined by a pair of sockets); accept(2)";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) => traits.IsTcpServer(
        CheckProfile.Textbook, CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server that serves several clients at once runs the same code several times at "
            + "the same time. Whatever all of them share, one socket variable, one buffer, one "
            + "message, is overwritten by the next client. With one client at a time it works; "
            + "with two, one person reads what another wrote.",
        How = "Two clients connect and the first asks after the second has; then both send half a "
            + "message in turns; then eight clients send at the same moment (the server is stopped "
            + "for it, SIGSTOP), each its own digit. Nobody may get another's digits.",
        Causes =
        [
            "The connection is kept in a global variable, and the last client's replaces the "
                + "others'.",
            "The message or the buffer is global, or belongs to an object that all threads share.",
        ],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Java] = "The socket or the message is a static field, or one handler object "
                + "is used for all threads.",
            [Language.JavaScript] = "The connection or the buffer is declared outside the function "
                + "that is called for each connection.",
            [Language.C] = "The buffer is static or global, and threads share it.",
        },
        Fix = "Give each client variables of its own: parameters and local variables of the "
            + "function that serves it.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                def serve(connection):              # not: global connection
                    sentence = connection.recv(1024)
                    connection.sendall(sentence.upper())

                threading.Thread(target=serve, args=(connection,)).start()
                """,
            [Language.Java] = """
                Socket connection = serverSocket.accept();      // a local variable
                new Thread(new Handler(connection)).start();    // a handler for each
                """,
            [Language.JavaScript] = """
                net.createServer((connection) => {
                    let pending = "";               // one for each connection
                    connection.on("data", (data) => { pending += data; });
                });
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        return OneAfterTheOther(trial) ?? AllAtOnce(trial) ?? Verdict.Passed;
    }

    static Verdict? OneAfterTheOther(Trial trial)
    {
        using TcpPeer first = trial.Connect();
        using TcpPeer second = trial.Connect();
        TcpPeer[] both = [first, second];
        Ask(trial, second, 2);
        if (second.Read(Length(trial)).Bytes is { Length: 0 })
        {
            // It answers the first only: it takes its clients in turn, or answers the wrong one.
            return Foreign(both, trial);
        }

        Ask(trial, first, 1);
        if (Foreign(both, trial) is { } found)
        {
            return found;
        }

        return trial.Traits.Profile == CheckProfile.Textbook ? null : InHalves(trial, both);
    }

    static Verdict? InHalves(Trial trial, TcpPeer[] both)
    {
        foreach (Range half in (Range[])[Range.EndAt(Half), Range.StartAt(Half)])
        {
            foreach (TcpPeer peer in both)
            {
                peer.Send(Message(trial, peer.Number)[half]);
                OrdinaryClient.LetFinish(trial);
            }
        }

        return Foreign(both, trial);
    }

    static Verdict? AllAtOnce(Trial trial)
    {
        var peers = new List<TcpPeer>();
        try
        {
            for (int i = 0; i < Clients; i++)
            {
                peers.Add(trial.Connect());
            }
        }
        catch (SocketException)
        {
            // Its backlog is full: it takes its clients in turn.
            return null;
        }

        using (new Pause(trial))
        {
            foreach (TcpPeer peer in peers)
            {
                Ask(trial, peer, peer.Number);
            }
        }

        return Foreign(peers, trial);
    }

    static void Ask(Trial trial, TcpPeer peer, int digit) => peer.Send(Message(trial, digit));

    static byte[] Message(Trial trial, int number) =>
        trial.Message(new string(Digit(number), 2 * Half));

    static int Length(Trial trial) => trial.Traits.Manner.Answer(Message(trial, 1)).Length;

    static char Digit(int number) => (char)('0' + (number % 10));

    // Reads what each has got; the finding, where there is something of another's among it.
    static Verdict? Foreign(IReadOnlyList<TcpPeer> peers, Trial trial)
    {
        foreach (TcpPeer peer in peers)
        {
            byte[] got = peer.Read(Length(trial)).Bytes;
            string text = Encoding.Latin1.GetString(got);
            foreach (TcpPeer other in peers)
            {
                if (other != peer
                    && text.Contains(
                        new string(Digit(other.Number), Half), StringComparison.Ordinal))
                {
                    return Verdict.Failed(
                        $"Client {peer.Number} got what client {other.Number} had sent.",
                        new Evidence.Difference(
                            trial.Traits.Manner.Answer(Message(trial, peer.Number)), got));
                }
            }
        }

        return null;
    }
}
