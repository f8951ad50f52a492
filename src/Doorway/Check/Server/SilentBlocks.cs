using System.Net.Sockets;

namespace Doorway.Check.Server;

/// <summary>A client that says nothing keeps all others waiting.</summary>
sealed class SilentBlocks : CheckCase
{
    public override string Id => "tcp/clients/silent-blocks";

    public override string Title => "One silent client blocks all others";

    public override string Requirement =>
        "A client that is connected and says nothing doesn't keep others from being served.";

    public override string Source =>
        "accept(2), recv(2): both wait; select(2), pthreads(7), fork(2)";

    public override CheckRole Role => CheckRole.Server;

    // One client at a time is a design, and taught first, on purpose.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(
            CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo, CheckProfile.Textbook)
            ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "An iterative server serves one client at a time, and waits in recv for that one. "
            + "While its user thinks, or has gone for lunch, nobody else is served. The backlog "
            + "hides it: the others connect without trouble, and wait.",
        How = "Three clients connect. The last one asks first, then the second, then the first: a "
            + "server that takes them in their order can't answer.",
        Causes =
        [
            "The program serves one client to the end before it accepts the next (iterative).",
        ],
        Fix = "Serve each client in a thread or a process of its own, or wait for all sockets at "
            + "once (select, poll, an event loop). Or give a silent client a time limit.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                while True:
                    connection, address = server_socket.accept()
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()
                """,
            [Language.Java] = """
                while (true) {
                    Socket connection = serverSocket.accept();
                    new Thread(() -> serve(connection)).start();
                }
                """,
            [Language.C] = """
                int connection = accept(welcoming, NULL, NULL);
                if (fork() == 0) {
                    close(welcoming);
                    serve(connection);
                    _exit(0);
                }
                close(connection);
                """,
            [Language.Go] = """
                go serve(connection)
                """,
            [Language.CSharp] = """
                TcpClient client = await listener.AcceptTcpClientAsync();
                _ = ServeAsync(client);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        if (OrdinaryClient.Ask(trial, 2) is { } reason)
        {
            return Verdict.Skipped($"an ordinary client {reason}");
        }

        TcpPeer?[] clients = [Come(trial), Come(trial), Come(trial)];
        for (int i = clients.Length - 1; i >= 0; i--)
        {
            if (clients[i] is not { } client)
            {
                return Gone(trial) ?? Verdict.Failed(
                    $"Two clients were connected and said nothing: client {i + 1} could not even "
                    + "connect.");
            }

            byte[] message = trial.Message("hello, now");
            client.Send(message);
            int length = trial.Traits.Manner.Answer(message).Length;
            if (client.Read(length).Bytes.Length > 0)
            {
                continue;
            }

            return Gone(trial) ?? ForAnother(clients, client) ?? Verdict.Failed(
                $"Three clients were connected. Client {i + 1} asked and got no answer as long as "
                + "those who came before it were silent.");
        }

        return Verdict.Passed;
    }

    // With time to be accepted, so that a short backlog doesn't count.
    static TcpPeer? Come(Trial trial)
    {
        try
        {
            TcpPeer client = trial.Connect();
            OrdinaryClient.LetFinish(trial);
            return client;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    static Verdict? Gone(Trial trial) => trial.Subject is { HasExited: true, Exit: { } exit }
        ? Verdict.Skipped($"the program {exit}") : null;

    // An answer that went to a wrong client is no silence.
    static Verdict? ForAnother(TcpPeer?[] clients, TcpPeer asker) => Array.Exists(
        clients,
        one => one is not null && one != asker
            && one.Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
            ? Verdict.Skipped($"it fails at something simpler: {new MixedUp().Id}") : null;
}
