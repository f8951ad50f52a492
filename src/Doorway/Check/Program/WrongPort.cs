namespace Doorway.Check.Program;

/// <summary>A server is bound to another port or transport than was asked for.</summary>
sealed class WrongPort : ProgramCase
{
    public override string Id => "program/wrong-port";

    public override string Title => "Bound to the wrong port or transport";

    public override string Requirement =>
        "The server is reached at the port and by the transport that were agreed on.";

    public override string Source => "bind(2); RFC 9293 3.1 and RFC 768 (ports)";

    public override CheckLevel? LevelFor(Traits traits) =>
        IsOurServer(traits) && traits.Asked is not null ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client knows the server by its transport and port alone. At any other port nobody "
            + "is there: TCP refuses the connection, and a datagram is lost. TCP's port 12000 and "
            + "UDP's port 12000 are two different doors.",
        How = "The program is started, and its sockets are looked at. All other cases go on with "
            + "the port that it has.",
        Causes =
        [
            "The number in the program is another, or two digits are swapped.",
            "The argument with the port is not used, or a default is used in its place.",
            "The socket is of the other kind: SOCK_DGRAM is UDP, SOCK_STREAM is TCP.",
            "In C, the port is not put into network byte order: 12000 becomes 57390.",
        ],
        Fix = "Bind to the port that was agreed on, with a socket of the right kind.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)  # TCP
                server.bind(("", 12000))
                """,
            [Language.C] = "address.sin_port = htons(12000);",
        },
        CausesIn = new Dictionary<Language, string>
        {
            [Language.C] = "htons is missing around the port, the number is another, or the "
                + "socket's type is SOCK_DGRAM (UDP) where SOCK_STREAM (TCP) is meant.",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        Address asked = trial.Traits.Asked!;
        if (trial.Traits.Look is not { HasStarted: true } look)
        {
            return Verdict.Skipped("it opens no port");
        }

        if (asked.Port == 0 || look.Doors.Any(
            door => door.Transport == asked.Transport && door.Local.Port == asked.Port))
        {
            return Verdict.Passed;
        }

        trial.Trace.Adopt(look.Trace);
        string doors = string.Join(", ", look.Doors
            .Select(door => $"{door.Transport.Scheme()}/{door.Local.Port}").Distinct());
        bool isSwapped = look.Doors.Any(
            door => (ushort)((asked.Port << 8) | (asked.Port >> 8)) == door.Local.Port);
        return Verdict.Failed(new Finding
        {
            Symptom = $"Asked for {asked.Transport.Scheme()}/{asked.Port}, it listens on {doors}.",
            Causes = isSwapped
                ? [$"{asked.Port} with its two bytes swapped is the port that it has: htons is "
                    + "missing around it."] : [],
        });
    }
}
