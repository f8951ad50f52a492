namespace Doorway.Cli.Reports;

/// <summary>
/// Why client and server, UDP and TCP, call differently: only what is true of the calls counted.
/// </summary>
static class CallReasons
{
    /// <summary>The reason for a call's counts; null where there is none to give.</summary>
    public static string? Of(SocketCall call, IReadOnlyList<Entry> entries)
    {
        Entry[] made = [.. entries.Where(entry => entry.Call == call)];
        return call switch
        {
            SocketCall.Bind when made.Any(IsOfInternet)
                && made.All(entry => entry.Side == Side.Server) =>
                "The server binds, so that clients know its port; "
                    + "the kernel picks a client's port by itself.",
            SocketCall.Listen when AreOfTcp(made) =>
                "TCP only: a listening socket welcomes connections. UDP has none to welcome.",
            SocketCall.Connect when AreOfTcp(made) =>
                "TCP only: the handshake before any byte. A UDP client sends without asking.",
            SocketCall.Accept when AreOfTcp(made) =>
                "TCP only: a new socket for every client. One UDP socket serves all clients.",
            SocketCall.Send when made.Any(entry => entry.Transport.IsStream) =>
                "A connection knows its peer, so send and recv name none.",
            SocketCall.SendTo when made.Any(entry => entry.Transport.IsDatagram) =>
                "A datagram carries its destination, and recvfrom tells where one came from.",
            SocketCall.Shutdown when AreOfTcp(made) =>
                "TCP only: a stream has an end to announce (FIN). A datagram ends with itself.",
            SocketCall.Close when made.Any(entry => entry.Transport == Transport.Tcp) =>
                UdpServerStays(entries)
                    ? "Each TCP connection is closed on both sides; the UDP server's socket stays."
                    : "It ends the socket; a TCP connection has one of its own on each side.",
            _ => null,
        };
    }

    static bool IsOfInternet(Entry entry) => entry.Transport is Transport.Udp or Transport.Tcp;

    // Connections of Unix sockets make the same calls: then they are not TCP's only.
    static bool AreOfTcp(Entry[] made) =>
        made.Length > 0 && made.All(entry => entry.Transport == Transport.Tcp);

    static bool UdpServerStays(IReadOnlyList<Entry> entries)
    {
        Entry[] calls = [.. entries.Where(
            entry => entry is { Transport: Transport.Udp, Side: Side.Server })];
        return calls.Length > 0 && calls.All(entry => entry.Call != SocketCall.Close);
    }
}
