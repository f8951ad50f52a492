namespace Doorway.Watch.Calls;

/// <summary>
/// What strace(1) tells of a descriptor: <c>TCP:[127.0.0.1:12000-&gt;127.0.0.1:40000]</c>,
/// <c>UNIX-STREAM:[30071035-&gt;30071029,"/tmp/door"]</c>.
/// </summary>
/// <param name="Kind">The part before the colon: "TCP", "UDPv6", "NETLINK"; "" for what is no
/// socket.</param>
/// <param name="Inode">The number of the socket; 0 where strace shows names instead.</param>
/// <param name="PeerInode">The number of the Unix socket at the other end; 0 for none.</param>
/// <param name="Local">Its own name; null where it isn't shown.</param>
/// <param name="Peer">The other end's name; null where it isn't shown.</param>
readonly record struct StraceDoor(
    string Kind, ulong Inode, ulong PeerInode, string? Local, string? Peer)
{
    /// <summary>Whether it is a socket.</summary>
    public bool IsSocket => Kind.Length > 0;

    /// <summary>The transport, where it is one of ours.</summary>
    public Transport? Transport => Kind switch
    {
        "TCP" or "TCPv6" => Doorway.Transport.Tcp,
        "UDP" or "UDPv6" => Doorway.Transport.Udp,
        "UNIX-STREAM" => Doorway.Transport.Unix,
        "UNIX" or "UNIX-DGRAM" => Doorway.Transport.UnixDatagram,
        _ => null,
    };
}
