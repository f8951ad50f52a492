namespace Doorway.Engines.Linux;

/// <summary>
/// The names of peers by the bytes that the kernel writes. An Internet name is made of them every
/// time; a Unix name is a string, kept for those who come again.
/// </summary>
sealed class PeerNames
{
    const int Kept = 64;
    readonly (byte[] Raw, SocketName Name)[] _kept = new (byte[], SocketName)[Kept];

    /// <summary>The name in a raw socket address.</summary>
    public SocketName Get(ReadOnlySpan<byte> raw, bool isUnix)
    {
        if (!isUnix)
        {
            return SocketName.From(raw);
        }

        HashCode hash = default;
        hash.AddBytes(raw);
        ref (byte[] Raw, SocketName Name) place = ref _kept[hash.ToHashCode() & (Kept - 1)];
        if (place.Raw is null || !raw.SequenceEqual(place.Raw))
        {
            place = (raw.ToArray(), SocketName.From(raw));
        }

        return place.Name;
    }
}
