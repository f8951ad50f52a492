namespace Doorway.Check.Client.Udp;

/// <summary>A failure of the network ends in a stack trace.</summary>
sealed class StackTrace : CheckCase
{
    public override string Id => "udp/client/stack-trace";

    public override string Title => "Shows a stack trace where the server is absent";

    public override string Requirement =>
        "A server that isn't there is told in a sentence, not by an error that nobody caught.";

    public override string Source => "RFC 1122 4.1.3.3 (ICMP messages); connect(2)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Note : null;

    internal override TimeSpan ExtraTime => NoTimeout.Enough;

    public override Explanation Explanation { get; } = new()
    {
        Why = "That a server is absent or slow is no fault of the program, and happens every day. "
            + "A stack trace tells its author where the call stands; it does not tell the person "
            + "at the keyboard what to do.",
        How = "A line is typed while no server runs, and standard error is searched for a stack "
            + "trace.",
        Causes = ["The error of the socket call, or its timeout, is not caught."],
        Fix = "Catch the network's errors around the calls, and print one sentence.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                try:
                    answer = client_socket.recv(2048)
                except OSError as error:
                    sys.exit(f"no answer from {server_name}: {error}")
                """,
            [Language.Java] = """
                } catch (IOException e) {
                    System.err.println("no answer from " + host + ": " + e.getMessage());
                    System.exit(1);
                }
                """,
            [Language.Go] = """
                if err != nil {
                    fmt.Fprintln(os.Stderr, err)
                    os.Exit(1)
                }
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        using var sent = new Elsewhere(trial.Traits.Port);
        Subject client = trial.Start();
        if (!ServerAbsent.AsksNobody(trial, client))
        {
            return Verdict.Skipped("it waits for ever: see udp/client/server-absent");
        }

        trial.Until(() => client.HasExited && client.Errors.HasEnded);
        if (!sent.SawOurs())
        {
            return Verdict.Skipped("it sends nothing to the server's port: another case says so");
        }

        return Uncaught.In(client) is { } crash
            ? Verdict.Failed("A line was typed with no server there, and the program died: "
                + $"{crash}.")
            : Verdict.Passed;
    }
}
