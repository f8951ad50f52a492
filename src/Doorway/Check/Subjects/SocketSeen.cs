using System.Net;

namespace Doorway.Check;

/// <summary>A socket that a program has open, as /proc/net shows it (proc(5)).</summary>
/// <param name="Transport">TCP or UDP.</param>
/// <param name="Local">Its own address.</param>
/// <param name="Remote">The other side's; port 0 where there is none.</param>
/// <param name="State">The number of its state: 10 is LISTEN (tcp(7), include/net/tcp_states.h).
/// </param>
/// <param name="Unread">How many bytes wait to be read.</param>
readonly record struct SocketSeen(
    Transport Transport, IPEndPoint Local, IPEndPoint Remote, int State, long Unread)
{
    const int Listen = 10;

    /// <summary>Whether a server may be reached at it: it listens, or is a UDP socket.</summary>
    public bool IsOpenDoor => Transport == Transport.Udp || State == Listen;
}
