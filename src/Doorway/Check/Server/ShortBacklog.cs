using System.Net;
using System.Net.Sockets;

namespace Doorway.Check.Server;

/// <summary>A few clients come while the server is busy.</summary>
sealed class ShortBacklog : CheckCase
{
    const int Clients = 5;

    public override string Id => "tcp/port/backlog";

    public override string Title => "Lets hardly anybody wait";

    public override string Requirement =>
        "A few clients who come while the server is busy can connect at once, and wait.";

    public override string Source => "listen(2), backlog; tcp(7), tcp_syn_retries";

    public override CheckRole Role => CheckRole.Server;

    // Nobody is lost, only late; listen(1) is what the textbook writes.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer() && traits.Profile != CheckProfile.TwoWay && traits.IsStartedByUs
            ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Clients who come while the server is busy wait in the backlog, which the system "
            + "keeps. When it is full, the next one's first segment (SYN) is dropped, and sent "
            + "again after 1 second, then after 2, 4 and so on: it looks as if the server were "
            + "slow.",
        How = $"The server is stopped for a moment (SIGSTOP), and {Clients} clients try to "
            + "connect.",
        Causes = ["listen was given a small number: Linux lets that many and one more wait."],
        Fix = "Give listen a larger number, or none where the language allows it.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server_socket.listen()
                """,
            [Language.C] = """
                listen(welcoming, SOMAXCONN);
                """,
            [Language.Java] = """
                ServerSocket welcoming = new ServerSocket(port);    // 50
                """,
            [Language.CSharp] = """
                listener.Start();
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.ServeAndRest();
        using var pause = new Pause(trial);
        if (!pause.Holds)
        {
            return Verdict.Skipped("the program could not be stopped for a moment");
        }

        var clients = new List<Socket>();
        try
        {
            trial.Trace.Add(TraceSide.Doorway, $"{Clients} clients connect");
            for (int i = 0; i < Clients; i++)
            {
                var client = new Socket(
                    AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                clients.Add(client);
                Reach.Begin(client, IPAddress.Loopback, trial.Traits.Port);
            }

            trial.Patience.Wait(time =>
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(1));
                return LetIn(clients) == Clients;
            });
            int waiting = LetIn(clients);
            return waiting == Clients
                ? Verdict.Passed
                : Verdict.Failed(
                    $"Of {Clients} clients who came while the server was busy, {waiting} could "
                    + "connect and wait; the others had to try again a second later.");
        }
        finally
        {
            clients.ForEach(one => one.Dispose());
        }
    }

    static int LetIn(List<Socket> clients) =>
        clients.Count(one => Reach.State(one, TimeSpan.Zero) == SocketError.Success);
}
