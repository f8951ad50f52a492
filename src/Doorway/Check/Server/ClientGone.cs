namespace Doorway.Check.Server;

/// <summary>The server dies where a client has left before its answer.</summary>
sealed class ClientGone : DatagramCase
{
    // On a busy machine the kernel may send its message later, when the program has turned to
    // somebody else and is told no more.
    const int Leavers = 5;

    public override string Id => "udp/clients/gone";

    public override string Title => "Dies when a client has left";

    public override string Requirement =>
        "A client that has left before its answer arrives does not end the service for others.";

    public override string Source =>
        "RFC 1122 4.1.3.3 (Port Unreachable is passed on to the program); udp(7): ECONNREFUSED";

    protected override CheckLevel Level => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Where nobody is bound to a client's port any more, its host sends back an ICMP "
            + "message, Port Unreachable. The system hands it over as an error of the next call on "
            + "the server's socket, which may be the one that waits for the next client. On Linux "
            + "that happens to connected sockets and with IP_RECVERR; on Windows to all of them "
            + "(WSAECONNRESET, 10054).",
        How = "A client sends a datagram and closes its socket, while the program is stopped for a "
            + "moment; a few others do the same. Then another client asks.",
        Causes =
        [
            "The error of a receive or send call ends the loop, though it concerns one client "
                + "only.",
        ],
        Fix = "Take an error of one datagram for the loss of that datagram, and go on to the next.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                try:
                    message, client = server.recvfrom(65535)
                except ConnectionError:
                    continue  # the last client has left
                """,
            [Language.C] = """
                if (length < 0 && errno == ECONNREFUSED)
                    continue;
                """,
            [Language.CSharp] = """
                // Windows: don't report it at all (SIO_UDP_CONNRESET).
                server.IOControl(-1744830452, [0, 0, 0, 0], null);
                """,
            [Language.Java] = """
                catch (PortUnreachableException gone) {
                    continue;
                }
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        if (Unready(trial, peer) is { } unready)
        {
            return unready;
        }

        int port = 0;
        for (int i = 0; i < Leavers && trial.Subject is not { HasExited: true }; i++)
        {
            int left = LeaveUnanswered(trial);
            port = port == 0 ? left : port;
        }

        // An error that waits in the socket ends the receive call after the answer at the latest.
        return (IsAnswered(trial, peer, 4) && IsAnswered(trial, peer, 5))
            || IsBlocked(trial, peer, port)
            ? Verdict.Passed
            : Verdict.Failed($"After a client had left without its answer {Fate(trial)}.");
    }

    static int LeaveUnanswered(Trial trial)
    {
        int port;
        using (UdpPeer leaver = trial.Open())
        using (new Pause(trial))
        {
            port = leaver.Local.Port;
            leaver.Send(Question(3));
            leaver.Dispose();
        }

        // It takes this one before the next comes: whether it merges two is another question.
        trial.Patience.Settle();
        return port;
    }

    // A server that waits for the one who has left is a finding of its own.
    static bool IsBlocked(Trial trial, UdpPeer peer, int port)
    {
        if (trial.Subject is { HasExited: true })
        {
            return false;
        }

        trial.Bind(port).SendTo(Question(6), peer.Remote!);
        return IsAnswered(trial, peer, 7) && IsAnswered(trial, peer, 8);
    }
}
