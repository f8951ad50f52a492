namespace Doorway.Check.Client.Tcp;

/// <summary>The program does not notice that it could not connect.</summary>
sealed class Refused : RefusedCase
{
    public override string Id => "tcp/client/refused";

    public override string Title => "Does not notice that the server is absent";

    public override string Requirement =>
        "A program whose connection is refused ends, or tries again until it succeeds.";

    public override string Source => "connect(2), ECONNREFUSED; RFC 9293 3.10.7.1";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Must;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Where nobody listens, the connection is refused at once, and connect reports it. A "
            + "program that goes on has no connection: it waits for ever, or is ended by SIGPIPE "
            + "when it sends.",
        How = "The program is started while nobody listens at the port, and its end is waited "
            + "for. Where it still runs, the server is started, to see whether it tries again.",
        Causes =
        [
            "What connect returns is not looked at.",
            "The error is caught, and nothing follows from it.",
        ],
        Fix = "Look at the result of connect; say what failed, and end with an exit code that "
            + "isn't 0.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                try:
                    client_socket.connect((host, port))
                except OSError as error:
                    sys.exit(f"no connection to {host}:{port}: {error}")
                """,
            [Language.Java] = """
                } catch (ConnectException refused) {
                    System.err.println("no server at " + host + ":" + port);
                    System.exit(1);
                }
                """,
            [Language.C] = """
                if (connect(client, (struct sockaddr *)&server, sizeof server) < 0) {
                    perror("connect");
                    return 1;
                }
                """,
        },
    };

    protected override Verdict Judge(Trial trial, Subject client)
    {
        if (client.Exit is { } exit)
        {
            return exit.Signal == 0 ? Verdict.Passed
                : Verdict.Failed($"Nobody listened at the port, and the program {exit}.");
        }

        TcpEntrance door = trial.Listen();
        return door.Accept() is not null ? Verdict.Passed
            : TcpTalk.EndsOrdinarily(trial, door)
            ? Verdict.Failed("Nobody listened at the port, and the program still waits.")
            : Verdict.Skipped("the program does not end after an answer either");
    }
}
