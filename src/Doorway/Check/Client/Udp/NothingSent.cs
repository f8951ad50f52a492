namespace Doorway.Check.Client.Udp;

/// <summary>Nothing is sent at all.</summary>
sealed class NothingSent : CheckCase
{
    public override string Id => "udp/client/nothing-sent";

    public override string Title => "Sends nothing";

    public override string Requirement => "A line that is typed is sent to the server.";

    public override string Source => "sendto(2)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Must : null;

    internal override bool NeedsAnswer => false;

    public override Explanation Explanation { get; } = new()
    {
        Why = "UDP has no connection: the first thing that a server ever hears of a client is its "
            + "first datagram. Where none is sent, both wait.",
        How = "A line is typed, and no datagram comes: not to the server's port, and as far as can "
            + "be seen to no other.",
        Causes =
        [
            "The program fails between reading the line and sending it: read its standard error.",
            "It waits for something before it sends, such as a datagram from the server.",
        ],
        Fix = "Read a line, make bytes of it, and pass them to sendto with the server's address, "
            + "before anything is received.",
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "A str is passed to sendto, which takes bytes: TypeError.",
        },
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                client_socket.sendto(sentence.encode(), (server_name, server_port))
                """,
            [Language.Java] = """
                byte[] data = sentence.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(data, data.length, address, port));
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "is anything sent";
        if (trial.Traits.Look is { Questions: not null })
        {
            return Verdict.Skipped(trial.Traits.Mute!);
        }

        if (trial.Traits.Look is { Turned: { } used } look)
        {
            trial.Trace.Adopt(look.Trace);
            return Verdict.Failed(
                $"The program used {used.TotalSeconds:0.0} s of processor time without a rest, and "
                + "no datagram came.");
        }

        using var elsewhere = new Elsewhere(trial.Traits.Port);
        var talk = new UdpTalk(trial);
        if (talk.TryAsk(line) is not null)
        {
            return Verdict.Passed;
        }

        if (elsewhere.Find(line) is not null)
        {
            return Verdict.Skipped("it sends to another place: see udp/client/wrong-destination");
        }

        if (PortTaken.IsSaidBy(talk.Client))
        {
            return Verdict.Skipped("it can't bind its port: see udp/client/fixed-port");
        }

        return Verdict.Failed(
            $"{line.Length} characters and a newline were typed, and no datagram came; the program "
            + (talk.Crash() is { } crash ? $"died: {crash}."
                : talk.Client.Exit is { } exit ? $"{exit}." : "waits."));
    }
}
