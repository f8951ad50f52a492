namespace Doorway.Watch.Calls;

/// <summary>A socket of the kernel, whoever has descriptors of it, and what is known of it.
/// </summary>
/// <param name="number">Its number, from 1.</param>
sealed class WatchedSocket(int number)
{
    /// <summary>Its number, from 1.</summary>
    public int Number => number;

    /// <summary>The transport, where it is one of ours.</summary>
    public Transport? Transport { get; init; }

    /// <summary>Its own name; null where it has none yet.</summary>
    public string? Local { get; set; }

    /// <summary>Whom it is connected to; null for nobody.</summary>
    public string? Peer { get; set; }

    /// <summary>The kernel's number of it; 0 where it isn't known.</summary>
    public ulong Inode { get; set; }

    /// <summary>That of the Unix socket at the other end; 0 where it isn't known.</summary>
    public ulong PeerInode { get; set; }

    /// <summary>Whether its own name tells the interface too, and isn't "any".</summary>
    public bool IsNamed => Local is { } name
        && !name.StartsWith("0.0.0.0:", StringComparison.Ordinal)
        && !name.StartsWith("[::]:", StringComparison.Ordinal);

    /// <summary>Whether a descriptor that strace tells of can't be this one.</summary>
    public bool Contradicts(in StraceDoor door) =>
        (door.Transport is { } transport && Transport is { } own && transport != own)
        || (door.Inode != 0 && Inode != 0 && door.Inode != Inode)
        || (door.Inode == 0 && Differs(door.Local, Local))
        || (Transport == Doorway.Transport.Tcp && Differs(door.Peer, Peer));

    // By their ports: "any" address becomes a certain one when a connection is made.
    static bool Differs(string? one, string? other) =>
        one is not null && other is not null && Port(one) != Port(other);

    static string Port(string name) => name[(name.LastIndexOf(':') + 1)..];

    /// <summary>
    /// Takes over what strace tells. It remembers the first that it knew of a socket, so that what
    /// is known here already is newer.
    /// </summary>
    public void Learn(in StraceDoor door)
    {
        Inode = Inode == 0 ? door.Inode : Inode;
        PeerInode = PeerInode == 0 ? door.PeerInode : PeerInode;
        Local ??= door.Local;
        if (Transport != Doorway.Transport.Udp || Peer is not null)
        {
            Peer ??= door.Peer;
        }

        if (door.Peer is not null && !IsNamed && door.Local is not null)
        {
            Local = door.Local;
        }
    }
}
