namespace Doorway.Engines.Linux;

/// <summary>
/// The names of peers by the bytes that the kernel writes. An Internet name is made of them every
/// time; a Unix name is a string, kept for those who come again.
/// </summary>
sealed class PeerNames
{
    // Peers whose hashes meet share a set; a newcomer takes the place of one of them.
    const int Sets = 32;
    const int Ways = 8;
    readonly (byte[]? Raw, SocketName Name)[] _kept = new (byte[]?, SocketName)[Sets * Ways];
    int _next;

    /// <summary>The name in a raw socket address.</summary>
    public SocketName Get(ReadOnlySpan<byte> raw, bool isUnix)
    {
        if (!isUnix)
        {
            return SocketName.From(raw);
        }

        HashCode hash = default;
        hash.AddBytes(raw);
        Span<(byte[]? Raw, SocketName Name)> set =
            _kept.AsSpan((hash.ToHashCode() & (Sets - 1)) * Ways, Ways);
        foreach (ref (byte[]? Raw, SocketName Name) one in set)
        {
            if (one.Raw is not null && raw.SequenceEqual(one.Raw))
            {
                return one.Name;
            }
        }

        ref (byte[]? Raw, SocketName Name) place = ref set[_next++ & (Ways - 1)];
        place = (raw.ToArray(), SocketName.From(raw));
        return place.Name;
    }
}
