using System.Net;
using Doorway.Frames;

namespace Doorway.Check.Server;

/// <summary>The answer goes where nobody asked.</summary>
sealed class WrongDestination : DatagramCase
{
    public override string Id => "udp/answer/wrong-destination";

    public override string Title => "Answers to a fixed address or port";

    public override string Requirement =>
        "An answer goes to the address and port that its datagram came from.";

    public override string Source =>
        "RFC 768 (Source Port: where a reply goes if nothing else is said)";

    protected override CheckLevel Level => CheckLevel.Must;

    internal override bool NeedsAnswer => false;

    public override Explanation Explanation { get; } = new()
    {
        Why = "A client's port is chosen by its system, another one each time. Only the datagram "
            + "itself says it. An answer to a port that was written into the program arrives at "
            + "nobody's socket, or at the server's own, which then answers itself for ever.",
        How = "A datagram is sent, and what leaves the server is watched on the wire.",
        Causes =
        [
            "The answer is sent to a port or a host name that is written in the program.",
            "The answer is sent to the server's own address.",
            "The port's bytes are in the wrong order (htons is missing or done twice).",
        ],
        Fix = "Send to the address that the receive call gave.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                message, client = server.recvfrom(65535)
                server.sendto(message.upper(), client)
                """,
            [Language.Java] = """
                server.send(new DatagramPacket(answer, answer.length,
                    packet.getAddress(), packet.getPort()));
                """,
            [Language.C] = """
                sendto(server, buffer, length, 0, (struct sockaddr *)&client, size);
                """,
            [Language.JavaScript] = """
                server.on("message", (message, client) =>
                    server.send(answer, client.port, client.address));
                """,
        },
    };

    /// <summary>Where a server sends what no client of this case gets; null where it doesn't.
    /// </summary>
    internal static IPEndPoint? Seen(Trial trial)
    {
        if (!trial.Traits.IsUdpServer || !trial.Wire.IsHeard)
        {
            return null;
        }

        foreach (Frame frame in trial.Wire.Frames)
        {
            if (frame is { Protocol: FrameProtocol.Udp }
                && frame.Source.Port == trial.Traits.Port
                && !trial.Wire.IsOurs(Transport.Udp, frame.Destination.Port))
            {
                return frame.Destination;
            }
        }

        return null;
    }

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        UdpPeer peer = trial.Open();
        peer.Send(Question(1));
        bool isAnswered = false;
        trial.Until(() => (isAnswered = peer.HasDatagram) || Seen(trial) is not null);
        return isAnswered || Seen(trial) is not { } where
            ? Verdict.Passed
            : Verdict.Failed(
                $"The question came from port {peer.Local.Port}, and the answer went to "
                    + $"{where.Address} port {where.Port}"
                    + (where.Port == trial.Traits.Port ? ", which is the server's own." : "."));
    }
}
