using System.Globalization;

namespace Doorway.Check.Server;

/// <summary>The server is ended while a client is connected, and started again at once.</summary>
sealed class Restart : CheckCase
{
    public override string Id => "tcp/port/restart";

    public override string Title => "Can't be started again on its port";

    public override string Requirement =>
        "A server can be started again at once after it ended with a client connected.";

    public override string Source =>
        "RFC 9293 3.3.2, 3.6.1 (TIME-WAIT); socket(7), SO_REUSEADDR";

    public override CheckRole Role => CheckRole.Server;

    // The textbook leaves it out, and waits a minute.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer() && traits.IsStartedByUs ? CheckLevel.Should : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "The side that ends a TCP connection first remembers it for a while (TIME_WAIT, a "
            + "minute on Linux), so that late segments are not taken for those of a new "
            + "connection. If that was the server, its port counts as used, and bind fails with "
            + "\"Address already in use\". Whoever stops a server with Ctrl-C and starts it again "
            + "meets this.",
        How = "A client connects and is answered, the program is killed, which ends the "
            + "connection from the server's side, and the program is started again. To see what is "
            + "left of the connection by hand: ss -tan.",
        Causes = ["SO_REUSEADDR is not set on the welcoming socket before bind."],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "The setsockopt line before bind is missing.",
            [Language.C] = "The setsockopt call before bind is missing.",
            [Language.Java] = "setReuseAddress(false) was called, or true too late, after the port "
                + "was bound. On Linux a ServerSocket has it from the start.",
        },
        Fix = "Set SO_REUSEADDR on the welcoming socket, after socket and before bind. On Linux "
            + "and macOS it does not let two TCP servers listen at one port at the same time. On "
            + "Windows it does, and is not needed: leave it out there.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                server_socket.bind(("", port))
                """,
            [Language.C] = """
                int on = 1;
                setsockopt(welcoming, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
                bind(welcoming, (struct sockaddr *)&own, sizeof own);
                """,
            [Language.Java] = """
                ServerSocket welcoming = new ServerSocket();    // not bound yet
                welcoming.setReuseAddress(true);
                welcoming.bind(new InetSocketAddress(port));
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        if (trial.Subject is not { } first)
        {
            return Verdict.Skipped("the program was not started by us");
        }

        TcpPeer peer = trial.Connect();
        if (trial.Traits.Profile is not (CheckProfile.Greeting or CheckProfile.TwoWay))
        {
            byte[] message = trial.Message("hello, once");
            peer.Send(message);
            peer.Read(trial.Traits.Manner.Answer(message).Length);
        }

        OrdinaryClient.LetFinish(trial);
        first.Kill();
        peer.ReadAll();

        // The system may close a process's connections before its listening socket.
        first.WaitForExit(trial.Left);
        if (!IsRemembered(trial.Traits.Port))
        {
            return Verdict.Skipped("nothing was left of the connection on the server's side");
        }

        Verdict verdict = Again(trial);

        // Our end is still open: a reset makes the system forget the server's (RFC 9293 3.5.3),
        // and the port is free for the next case where all share one network.
        peer.Reset();
        return verdict;
    }

    static Verdict Again(Trial trial)
    {
        try
        {
            trial.Serve();
            return Verdict.Passed;
        }
        catch (SubjectGoneException gone)
        {
            return Verdict.Failed(
                $"The program was ended with a client connected and started again: {gone.Message}. "
                + $"Port {trial.Traits.Port} still belonged to the old connection.");
        }
    }

    // The calling thread's network, which is not always the process's (proc(5), include/net/
    // tcp_states.h): FIN_WAIT1, FIN_WAIT2 and TIME_WAIT of the server's side.
    static bool IsRemembered(int port)
    {
        string local = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        foreach (string table in (string[])["tcp", "tcp6"])
        {
            string path = $"/proc/thread-self/net/{table}";
            if (!File.Exists(path))
            {
                continue;
            }

            foreach (string line in File.ReadLines(path))
            {
                string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields[1].EndsWith(local, StringComparison.Ordinal)
                    && fields[3] is ("04" or "05" or "06"))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
