namespace Doorway.Check.Program;

/// <summary>A server runs, but can't be reached anywhere.</summary>
sealed class NoPort : ProgramCase
{
    public override string Id => "program/no-port";

    public override string Title => "Opens no port";

    public override string Requirement =>
        "A server opens a port: it listens on a TCP socket, or binds a UDP socket.";

    public override string Source => "bind(2), listen(2)";

    public override CheckLevel? LevelFor(Traits traits) =>
        IsOurServer(traits) ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Clients find a server by its port. One that is bound to none, or that never calls "
            + "listen, refuses every connection, and gets no datagram.",
        How = "The program is started, and its sockets are looked at until it sleeps.",
        Causes =
        [
            "listen (TCP) or bind (UDP) is never called.",
            "The program waits for something else first: a file, another server, a person.",
            "It is the client that was started, not the server.",
        ],
        Fix = "Call bind with the port, and on TCP listen after it, before waiting for anything.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                server.bind(("", 12000))
                server.listen()
                """,
            [Language.C] = """
                bind(server, (struct sockaddr *)&address, sizeof address);
                listen(server, 5);
                """,
            [Language.Java] = "ServerSocket server = new ServerSocket(12000);",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Look is not { Exit: null, Refused: null, Doors.Count: 0 } look)
        {
            return Verdict.Passed;
        }

        trial.Trace.Adopt(look.Trace);
        return Verdict.Failed(new Finding
        {
            Symptom = $"The program runs, but has opened no port after "
                + $"{look.Time.TotalSeconds:0.0} s.",
            Evidence =
            [
                .. look.Shown.Length == 0 ? (IReadOnlyList<Evidence>)[]
                    : [new Evidence.Text("what it printed", look.Shown.TrimEnd().Split('\n'))],
                .. Printed(look.LastWords),
            ],
        });
    }
}
