using System.Buffers.Binary;
using System.Net;

namespace Doorway.Check.Client.Udp;

/// <summary>The datagram goes to another port, or a TCP connection is tried.</summary>
sealed class WrongDestination : CheckCase
{
    public override string Id => "udp/client/wrong-destination";

    public override string Title => "Sends to the wrong place";

    public override string Requirement => "The datagram goes to the server's port, over UDP.";

    public override string Source => "RFC 768 (Destination Port); sendto(2)";

    public override CheckRole Role => CheckRole.Client;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsUdpClient ? CheckLevel.Must : null;

    internal override bool NeedsAnswer => false;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server is found by its address, its port and its transport. UDP's ports and TCP's "
            + "are two sets: udp/12000 and tcp/12000 have nothing to do with each other. A "
            + "datagram to a port at which nobody is vanishes, and an unconnected socket never "
            + "hears of it.",
        How = "A line is typed, and its datagram is looked for at every port of the machine.",
        Causes =
        [
            "The port is written wrongly, or taken from the wrong argument.",
            "The socket's type is SOCK_STREAM (TCP) where SOCK_DGRAM (UDP) is meant.",
            "In C: the port is not turned to network byte order by htons.",
        ],
        Fix = "Use the server's port and a datagram socket.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                client_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                client_socket.sendto(message, (server_name, 12000))
                """,
            [Language.C] = "server.sin_port = htons(12000);",
            [Language.Java] = """
                DatagramSocket socket = new DatagramSocket();
                socket.send(new DatagramPacket(data, data.length, address, 12000));
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        const string line = "where does this go";
        if (trial.Traits.Look is { Questions: not null })
        {
            return Verdict.Skipped(trial.Traits.Mute!);
        }

        if (trial.Traits.Look is { Turned: not null })
        {
            return Verdict.Skipped("it sends nothing: see udp/client/nothing-sent");
        }

        int port = trial.Traits.Port;
        using var elsewhere = new Elsewhere(port);
        var talk = new UdpTalk(trial);
        if (talk.TryAsk(line) is not null)
        {
            return Verdict.Passed;
        }

        if (elsewhere.Find(line) is not var (transport, to))
        {
            return Verdict.Skipped("it sends nothing: see udp/client/nothing-sent");
        }

        return Verdict.Failed(new Finding
        {
            Symptom = transport == Transport.Tcp
                ? $"It tried to connect to tcp/{to.Port}; the server is at udp/{port}."
                : $"It sent its datagram to udp/{to.Port} ({to.Address}); the server is at "
                    + $"udp/{port}.",
            Causes = transport == Transport.Tcp
                ? ["The socket is a stream socket (TCP); the server's is a datagram socket (UDP)."]
                : IsSwapped(to, port)
                    ? [$"{to.Port} is {port} with its two bytes swapped: htons is missing."]
                    : [],
        });
    }

    static bool IsSwapped(IPEndPoint to, int port) =>
        to.Port != port && to.Port == BinaryPrimitives.ReverseEndianness((ushort)port);
}
