namespace Doorway;

/// <summary>
/// Whom calls are about: what the entries of one socket with one peer have in common, kept once.
/// </summary>
sealed record Subject(
    Side Side, Transport Transport, int Socket, SocketName Local, SocketName Peer)
{
    /// <summary>Of an entry.</summary>
    public static Subject Of(in Entry entry) =>
        new(entry.Side, entry.Transport, entry.Socket, entry.Local, entry.Peer);

    /// <summary>Whether the entry is about the same.</summary>
    public bool Is(in Entry entry) =>
        Side == entry.Side && Transport == entry.Transport && Socket == entry.Socket
        && Local == entry.Local && Peer == entry.Peer;
}
