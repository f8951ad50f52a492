namespace Doorway;

/// <summary>
/// Ends a loop between two datagram servers (CVE-2024-2169's class): upper-casing is idempotent,
/// so one datagram with a forged source makes two of them answer each other for ever. A datagram
/// that its answer leaves unchanged, and that repeats what was lately sent to the same source,
/// takes a token; a loop turns thousands of times a second, runs out of them, and one drop ends
/// it. A client that repeats an upper-case line is still answered at the full rate of the bucket,
/// and one whose lines differ (a text with many empty lines) earns tokens by those that do: a loop
/// has none.
/// </summary>
sealed class LoopGuard(int perSecond)
{
    // Several loops may run between the same two servers: what was sent is remembered for many
    // datagrams.
    const int Remembered = 1 << 16;

    // What one new datagram earns is also the most that a forged one can keep a loop turning for.
    const int Earned = 8;
    readonly int[] _sent = new int[Remembered];
    readonly TokenBuckets _repeats = new(perSecond);

    /// <summary>Whether the datagram may be answered.</summary>
    /// <param name="datagram">What arrived.</param>
    /// <param name="reply">What would be answered.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="now">Now, in milliseconds.</param>
    public bool Allows(
        ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> reply, in SocketName source, long now)
    {
        if (!datagram.SequenceEqual(reply))
        {
            _repeats.Give(source, Earned);
            return true;
        }

        int hash = Hash(reply, source);
        ref int sent = ref _sent[hash & (Remembered - 1)];
        bool repeats = sent == hash;
        sent = hash;
        if (!repeats)
        {
            _repeats.Give(source, Earned);
            return true;
        }

        return _repeats.Take(source, now);
    }

    static int Hash(ReadOnlySpan<byte> reply, in SocketName source)
    {
        HashCode hash = default;
        hash.Add(source);
        hash.AddBytes(reply);
        return hash.ToHashCode();
    }
}
