namespace Doorway.Check.Server;

/// <summary>Every client leaves a descriptor behind.</summary>
sealed class DescriptorLeak : CheckCase
{
    const int Clients = 50;

    // A runtime may open a file or two of its own meanwhile.
    const int Allowed = Clients / 2;

    public override string Id => "tcp/end/descriptor-leak";

    public override string Title => "Leaks descriptors";

    public override string Requirement =>
        "What was opened for a client is closed when the client has gone.";

    public override string Source => "close(2); accept(2), EMFILE; getrlimit(2), RLIMIT_NOFILE";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer() && traits.Profile != CheckProfile.TwoWay && traits.IsStartedByUs
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A process may have about a thousand descriptors. If one stays open for each client, "
            + "the server works all day in the lab, and fails with \"Too many open files\" after "
            + "its thousandth client. shutdown ends a connection, and does not give the descriptor "
            + "back.",
        How = "The program's descriptors are counted (/proc/PID/fd), fifty clients come one after "
            + "another and are served, and they are counted again.",
        Causes =
        [
            "The connection is shut down, and never closed.",
            "A file or another socket is opened for each client, and never closed.",
            "Sockets of clients that have gone are kept in a list.",
        ],
        Fix = "Close each socket and file where its client ends; shutdown is not enough.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                with connection, open("log.txt", "a") as log:
                    serve(connection, log)
                """,
            [Language.Java] = """
                try (Socket connection = serverSocket.accept();
                     FileWriter log = new FileWriter("log.txt", true)) {
                    serve(connection, log);
                }
                """,
            [Language.C] = """
                shutdown(connection, SHUT_RDWR);
                close(connection);
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        if (trial.Subject is not { } subject)
        {
            return Verdict.Skipped("the program was not started by us");
        }

        if ((Visit(trial) ?? Visit(trial)) is { } reason)
        {
            return Verdict.Skipped($"a client {reason}");
        }

        OrdinaryClient.LetFinish(trial);
        int before = subject.Descriptors();
        for (int i = 0; i < Clients; i++)
        {
            if (Visit(trial) is { } failure)
            {
                return Verdict.Skipped($"client {i + 1} {failure}");
            }
        }

        bool isClean = trial.Until(() => subject.Descriptors() < before + Allowed);
        return isClean
            ? Verdict.Passed
            : Verdict.Failed(
                $"{before} descriptors were open before {Clients} clients came and went, and "
                + $"{subject.Descriptors()} afterwards.");
    }

    // One client, to the very end; words where it can't be said what is left behind.
    static string? Visit(Trial trial)
    {
        using TcpPeer peer = trial.Connect();
        CheckProfile profile = trial.Traits.Profile;
        if (profile != CheckProfile.Greeting)
        {
            byte[] message = trial.Message("hello");
            peer.Send(message);
            if (peer.Read(trial.Traits.Manner.Answer(message).Length).Bytes.Length == 0)
            {
                return "was not answered";
            }
        }

        ClientEnd end = profile is CheckProfile.Greeting or CheckProfile.Textbook
            ? Farewell.Await(peer, trial) : Farewell.Say(peer, trial);
        return end == ClientEnd.Closed ? null : "was never left: the connection stays open";
    }
}
