namespace Doorway.Check.Client.Udp;

/// <summary>Nobody is at the server's port, and the person isn't told.</summary>
sealed class ServerAbsent : CheckCase
{
    public override string Id => "udp/client/server-absent";

    public override string Title => "Doesn't say that no server is there";

    public override string Requirement =>
        "Where nobody is at the server's port, the client says so, or ends with another exit code "
        + "than 0.";

    public override string Source =>
        "RFC 1122 4.1.3.3 (ICMP messages); RFC 8085 5.2; udp(7) (errors), connect(2)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Note : null;

    internal override TimeSpan ExtraTime => NoTimeout.Enough;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A machine at which nobody has the port sends an ICMP message back: port "
            + "unreachable. The system hands it to a socket that is connected, as ECONNREFUSED at "
            + "the next call. A socket that is not connected hears nothing of it, and waits.",
        How = "A line is typed while no server runs.",
        Causes =
        [
            "The socket is not connected and has no timeout: it waits for ever.",
            "The error is caught, and nothing is said.",
        ],
        Fix = "Connect the socket to the server's address, and say what went wrong where receiving "
            + "fails. Set a timeout as well: the ICMP message may be lost or filtered.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                client_socket.connect((server_name, server_port))
                client_socket.settimeout(1)
                client_socket.send(sentence.encode())
                try:
                    answer = client_socket.recv(2048)
                except (ConnectionRefusedError, TimeoutError) as error:
                    sys.exit(f"no server: {error}")
                """,
            [Language.Java] = """
                socket.connect(address, port);
                try {
                    socket.receive(packet);
                } catch (PortUnreachableException e) {
                    System.err.println("no server");
                    System.exit(1);
                }
                """,
            [Language.C] = """
                connect(client, (struct sockaddr *)&server, sizeof server);
                send(client, line, strlen(line), 0);
                if (recv(client, answer, sizeof answer, 0) < 0) {   /* ECONNREFUSED */
                    perror("recv");
                    return 1;
                }
                """,
        },
    };

    /// <summary>
    /// Types a line while nobody has the port. Returns whether the program ended, or went on,
    /// within the time that a client's own timeout is given.
    /// </summary>
    public static bool AsksNobody(Trial trial, Subject client)
    {
        // What it prints from now on is about the question.
        trial.Until(() => false);
        (long output, long errors) = (client.Output.Total, client.Errors.Total);
        client.Type("nobody is there\n");
        bool goesOn = UdpTalk.GoesOn(trial.Traits);
        return UdpTalk.Within(trial, NoTimeout.Time(trial), () => client.HasExited
            || client.Errors.Total > errors || (goesOn && client.Output.Total > output));
    }

    internal override Verdict Run(Trial trial)
    {
        using var sent = new Elsewhere(trial.Traits.Port);
        Subject client = trial.Start();
        bool ended = AsksNobody(trial, client);
        if (!sent.SawOurs())
        {
            return Verdict.Skipped("it sends nothing to the server's port: another case says so");
        }

        if (!ended)
        {
            return Verdict.Failed(
                "A line was typed with no server there; after six seconds the program waits as if "
                + "it could still be answered.");
        }

        if (client.HasExited)
        {
            trial.Until(() => client.Output.HasEnded && client.Errors.HasEnded);
        }

        return client.Exit is { Code: 0, Signal: 0 } && client.Errors.Total == 0
                && !SaysMore(client.Output.Text)
            ? Verdict.Failed(
                "A line was typed with no server there, and the program exited with code 0 and "
                + "without a word.")
            : Verdict.Passed;
    }

    // More than a prompt: a line of its own, or something behind the prompt's colon.
    static bool SaysMore(string output) =>
        output.TrimEnd().Split('\n') is var lines && (lines.Length > 1
            || lines[0].LastIndexOfAny([':', '>', '?']) is > -1 and int end
                && end < lines[0].Length - 1);
}
