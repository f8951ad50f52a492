using System.Net;
using System.Net.Sockets;

namespace Doorway.Check.Server;

/// <summary>The server can't be reached over IPv6.</summary>
sealed class DatagramIPv6 : DatagramCase
{
    public override string Id => "udp/bind/ipv6";

    public override string Title => "Is not there over IPv6";

    public override string Requirement =>
        "A server answers over IPv6 as well as over IPv4.";

    public override string Source =>
        "RFC 6540 (whatever speaks IP is to support IPv6); ipv6(7): IPV6_V6ONLY";

    protected override CheckLevel Level => CheckLevel.Note;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A name such as localhost mostly has two addresses, ::1 and 127.0.0.1, and many "
            + "clients try the first one only. Over UDP nobody tells them that nobody is there: "
            + "they wait. The textbook's server is bound to IPv4 alone, which is no fault.",
        How = "A datagram is sent to ::1, and then one to 127.0.0.1.",
        Causes = ["The socket is of the family AF_INET, which is IPv4 only."],
        Fix = "Open an AF_INET6 socket that takes IPv4 as well (IPV6_V6ONLY off), bound to ::.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
                server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                server.bind(("::", 12000))
                """,
            [Language.JavaScript] = """
                const server = dgram.createSocket({ type: "udp6", ipv6Only: false });
                """,
            [Language.CSharp] = """
                var server = new UdpClient(AddressFamily.InterNetworkV6);
                server.Client.DualMode = true;
                server.Client.Bind(new IPEndPoint(IPAddress.IPv6Any, 12000));
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.ServeAndRest();
        if (OneHost.Skip(trial) is { } skipped)
        {
            return skipped;
        }

        UdpPeer peer;
        try
        {
            peer = trial.Open(IPAddress.IPv6Loopback);
        }
        catch (SocketException)
        {
            return Verdict.Skipped("This machine has no IPv6.");
        }

        // This one first: a server may stay with whoever has asked first.
        byte[] question = Question(1);
        if (peer.Ask(question, trial.Traits.Manner.Answer(question)) is not null)
        {
            return Verdict.Passed;
        }

        return IsAnswered(trial, trial.Open(), 2)
            ? Verdict.Failed("A datagram to ::1 got no answer; the next one, to 127.0.0.1, did.")
            : Verdict.Skipped("It does not answer an ordinary datagram over IPv4.");
    }
}
