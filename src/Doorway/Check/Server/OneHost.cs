using System.Net;

namespace Doorway.Check.Server;

/// <summary>The server is bound to one address of its machine.</summary>
sealed class OneHost(Transport transport) : CheckCase
{
    public override string Id => IdOf(transport);

    public override string Title => "Can be reached at one address only";

    public override string Requirement =>
        "A server for others is bound to every address of its machine.";

    public override string Source => "ip(7), INADDR_ANY and INADDR_LOOPBACK; bind(2)";

    public override CheckRole Role => CheckRole.Server;

    // Loopback is a good choice where nobody else is to come in; the greeting server of the lab is
    // bound to its machine's name on purpose.
    public override CheckLevel? LevelFor(Traits traits) =>
        traits is { Role: CheckRole.Server, IsStartedByUs: true }
            && traits.Transport == transport && traits.Profile != CheckProfile.Greeting
            ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "127.0.0.1 and \"localhost\" are reached from the same machine only; so is a "
            + "machine's own name where it stands for 127.0.0.1 or 127.0.1.1, as it often does. A "
            + "client on another machine "
            + (transport == Transport.Tcp ? "is refused" : "waits for an answer in vain")
            + ". An address such as 192.168.1.7 in the code "
            + "works on one machine, until its address changes. For trying things out alone, "
            + "loopback is fine and safe.",
        How = "The addresses that the program listens at are looked at. To see them by hand: "
            + (transport == Transport.Tcp ? "ss -tln." : "ss -uln."),
        Causes = ["A host is given to bind: an address, \"localhost\" or the machine's own name."],
        Fix = "Leave the host empty: the server is then bound to every interface.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server_socket.bind(("", port))
                """,
            [Language.Java] = transport == Transport.Tcp
                ? "ServerSocket welcoming = new ServerSocket(port);"
                : "DatagramSocket socket = new DatagramSocket(port);",
            [Language.C] = "own.sin_addr.s_addr = htonl(INADDR_ANY);",
            [Language.Go] = transport == Transport.Tcp
                ? """listener, err := net.Listen("tcp", ":12000")"""
                : """server, err := net.ListenPacket("udp", ":12000")""",
            [Language.JavaScript] = transport == Transport.Tcp
                ? "server.listen(port);" : "socket.bind(port);",
            [Language.CSharp] = transport == Transport.Tcp
                ? "var listener = TcpListener.Create(port);     // IPv4 and IPv6"
                : "var server = new UdpClient(port);",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.ServeAndRest();
        IPAddress[] hosts = Hosts(trial);
        return hosts.Length == 0 ? Verdict.Skipped("its sockets can't be seen")
            : hosts.All(IsOne)
                ? Verdict.Failed($"It listens at {string.Join(" and ", hosts)} only.")
                : Verdict.Passed;
    }

    /// <summary>Where every address is asked for: skipped for a server that is at one on purpose;
    /// null for another, and where that can't be seen.</summary>
    internal static Verdict? Skip(Trial trial) =>
        Hosts(trial) is { Length: > 0 } hosts && hosts.All(IsOne)
            ? Verdict.Skipped($"it is bound to one address: {IdOf(trial.Traits.Transport)}")
            : null;

    static string IdOf(Transport transport) =>
        transport == Transport.Tcp ? "tcp/address/one-host" : "udp/bind/one-host";

    static IPAddress[] Hosts(Trial trial) =>
        [.. (trial.Subject?.Sockets() ?? []).Where(socket => socket.IsOpenDoor
            && socket.Transport == trial.Traits.Transport
            && socket.Local.Port == trial.Traits.Port)
            .Select(socket => socket.Local.Address).Distinct()];

    // Not the one that stands for all.
    static bool IsOne(IPAddress host) =>
        !host.Equals(IPAddress.Any) && !host.Equals(IPAddress.IPv6Any);
}
