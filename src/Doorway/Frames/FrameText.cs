namespace Doorway.Frames;

/// <summary>A frame in a few words, for a ladder.</summary>
static class FrameText
{
    // In the order in which they are mostly said: SYN ACK, FIN ACK, PSH ACK.
    static readonly (TcpFlags Flag, string Name)[] Names =
    [
        (TcpFlags.Syn, "SYN"), (TcpFlags.Fin, "FIN"), (TcpFlags.Rst, "RST"),
        (TcpFlags.Psh, "PSH"), (TcpFlags.Ack, "ACK"), (TcpFlags.Urg, "URG"),
    ];

    /// <summary>"SYN ACK", "PSH ACK 11 bytes", "datagram 11 bytes", "ICMP port unreachable".
    /// </summary>
    public static string Of(Frame frame) => frame switch
    {
        { Tcp: { } header } when frame.Length > 0 => $"{Of(header.Flags)} {Bytes(frame.Length)}",
        { Tcp: { } header } => Of(header.Flags),
        { Protocol: FrameProtocol.Udp } => $"datagram {Bytes(frame.Length)}",
        _ => "ICMP port unreachable",
    };

    static string Of(TcpFlags flags)
    {
        IEnumerable<string> names =
            from one in Names
            where (flags & one.Flag) != 0
            select one.Name;
        return string.Join(' ', names) is { Length: > 0 } text ? text : "no flags";
    }

    static string Bytes(int count) => count == 1 ? "1 byte" : $"{count} bytes";
}
