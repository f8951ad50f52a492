using System.Net;
using System.Text;
using Doorway.Frames;

namespace Doorway.Check.Client.Tcp;

/// <summary>The program goes to another port or uses another transport, or goes nowhere.</summary>
sealed class WrongDestination : TcpClientCase
{
    const string Line = "where does this go";

    public override string Id => "tcp/client/wrong-destination";

    public override string Title => "Does not come to the server";

    public override string Requirement =>
        "The program connects to the server's port, over TCP.";

    public override string Source => "connect(2); RFC 9293 3.1 (Destination Port)";

    protected override CheckLevel? LevelOf(CheckProfile profile) => CheckLevel.Must;

    internal override bool NeedsAnswer => false;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A server is found by its address, its port and its transport. At any other port "
            + "the connection is refused. TCP's port 12000 and UDP's port 12000 are two different "
            + "doors.",
        How = "The server listens, a line is typed, and a connection is waited for. Where none "
            + "comes, it is looked where the program went. Every host name leads to the server "
            + "here, where the machine allows that.",
        Causes =
        [
            "The number of the port is another, or taken from the wrong argument.",
            "The socket's type is SOCK_DGRAM (UDP) where SOCK_STREAM (TCP) is meant.",
            "In C: the port is not put into network byte order by htons.",
            "The program fails, waits for more input, or turns in a loop before it connects.",
        ],
        Fix = "Connect to the server's port, with a socket of the right kind.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                client_socket.connect((server_name, 12000))
                """,
            [Language.C] = "server.sin_port = htons(12000);",
            [Language.Java] = "Socket socket = new Socket(serverName, 12000);",
        },
    };

    internal override Verdict Run(Trial trial)
    {
        if (trial.Traits.Look is { Questions: not null })
        {
            return Verdict.Skipped(trial.Traits.Mute!);
        }

        if (trial.Traits.Look is { Turned: { } used } look)
        {
            trial.Trace.Adopt(look.Trace);
            return Verdict.Failed(
                $"The server listens at tcp/{trial.Traits.Port}; the program used "
                + $"{used.TotalSeconds:0.0} s of processor time without a rest, and did not "
                + "connect.");
        }

        var talk = new TcpTalk(trial);
        if (trial.Traits.Profile != CheckProfile.Greeting)
        {
            talk.Client.Type(Line + "\n");
        }

        if (talk.Door.Accept() is not null)
        {
            return Verdict.Passed;
        }

        if (trial.Traits.Look is { HasStarted: false })
        {
            return Verdict.Skipped("the program does not start");
        }

        int port = trial.Traits.Port;
        return Went(trial) is var (transport, to)
            ? Verdict.Failed(new Finding
            {
                Symptom = $"The server listens at tcp/{port}, and the program went to "
                    + $"{transport.Scheme()}/{to.Port}.",
                Causes = IsSwapped(port, to.Port)
                    ? [$"{to.Port} is {port} with its two bytes swapped: htons is missing."] : [],
            })
            : Verdict.Failed(
                $"The server listens at tcp/{port}, and the program "
                    + (talk.Client.Exit is { } exit ? $"{exit} and" : "waits and")
                    + " did not connect.");
    }

    // The first attempt to connect, or the first datagram.
    static (Transport Transport, IPEndPoint To)? Went(Trial trial)
    {
        foreach (Frame frame in trial.Wire.Frames)
        {
            if (frame.Tcp is { } header
                && (header.Flags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn
                && frame.Destination.Port != trial.Traits.Port)
            {
                return (Transport.Tcp, frame.Destination);
            }

            if (frame is { Protocol: FrameProtocol.Udp, Refused: null }
                && frame.Data.Span.IndexOf(Encoding.UTF8.GetBytes(Line)) >= 0)
            {
                return (Transport.Udp, frame.Destination);
            }
        }

        return null;
    }

    static bool IsSwapped(int one, int other) =>
        one != other && (ushort)((one << 8) | (one >> 8)) == other;
}
