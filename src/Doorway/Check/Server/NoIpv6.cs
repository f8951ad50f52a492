using System.Net;
using System.Net.Sockets;

namespace Doorway.Check.Server;

/// <summary>A client comes over IPv6.</summary>
sealed class NoIpv6 : CheckCase
{
    public override string Id => "tcp/address/ipv6";

    public override string Title => "Can't be reached over IPv6";

    public override string Requirement => "A server can be reached over IPv4 and over IPv6.";

    public override string Source => "ipv6(7), IPV6_V6ONLY; RFC 4291 2.5.3 (::1)";

    public override CheckRole Role => CheckRole.Server;

    // AF_INET is what is taught first, and enough on many networks.
    public override CheckLevel? LevelFor(Traits traits) => traits.IsTcpServer(
        CheckProfile.Textbook, CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo)
            ? CheckLevel.Note : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "Many clients ask for \"localhost\" or a name and get an IPv6 address first. A "
            + "server that knows IPv4 only refuses them; most clients then try IPv4, and some "
            + "don't. In networks with IPv6 alone, nobody gets in.",
        How = "A client connects to ::1 and asks.",
        Causes = ["The welcoming socket belongs to AF_INET, which is IPv4 only."],
        Fix = "Make an AF_INET6 socket that takes both (IPV6_V6ONLY off): IPv4 clients appear in "
            + "it as ::ffff:a.b.c.d.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server_socket = socket.create_server(
                    ("", port), family=socket.AF_INET6, dualstack_ipv6=True)
                """,
            [Language.C] = """
                int off = 0;
                int welcoming = socket(AF_INET6, SOCK_STREAM, 0);
                setsockopt(welcoming, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
                struct sockaddr_in6 own = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
                """,
            [Language.CSharp] = """
                var listener = TcpListener.Create(port);    // both
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.ServeAndRest();
        if (!HasIpv6())
        {
            return Verdict.Skipped("this machine has no IPv6");
        }

        if (OneHost.Skip(trial) is { } skipped)
        {
            return skipped;
        }

        try
        {
            using TcpPeer peer = trial.Connect(IPAddress.IPv6Loopback);
            byte[] message = trial.Message("hello, six");
            byte[] expected = trial.Traits.Manner.Answer(message);
            peer.Send(message);
            Reading answer = peer.Read(expected.Length);
            return answer.Bytes.Length > 0
                ? Verdict.Passed
                : Verdict.Failed(
                    "It let a client in over IPv6 and did not answer it.",
                    new Evidence.Difference(expected, answer.Bytes));
        }
        catch (SocketException refused)
        {
            return Verdict.Failed(
                $"A client that came over IPv6 could not connect ({refused.SocketErrorCode}).");
        }
    }

    static bool HasIpv6()
    {
        try
        {
            using var socket = new Socket(
                AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
