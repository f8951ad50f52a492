namespace Doorway;

/// <summary>
/// A token bucket for each of many sources in a fixed amount of memory: a direct-mapped table, in
/// which a new source takes the place of an older one with the same index and starts with a full
/// bucket.
/// </summary>
/// <param name="perSecond">Tokens a second, which is also the size of a bucket.</param>
sealed class TokenBuckets(int perSecond)
{
    const int Size = 8192;
    readonly Bucket[] _buckets = new Bucket[Size];
    bool _used;

    /// <summary>Takes a token of the source.</summary>
    /// <param name="source">Whose bucket.</param>
    /// <param name="now">Now, in milliseconds.</param>
    /// <returns>Whether there was one.</returns>
    public bool Take(in SocketName source, long now)
    {
        // HashCode is seeded per process: nobody can choose sources that push each other out.
        ref Bucket bucket = ref _buckets[source.GetHashCode() & (Size - 1)];
        if (!bucket.Used || bucket.Source != source)
        {
            _used = true;
            bucket = new Bucket { Used = true, Source = source, Tokens = perSecond, At = now };
        }

        bucket.Tokens = Math.Min(
            perSecond, bucket.Tokens + ((now - bucket.At) * (perSecond / 1000.0)));
        bucket.At = now;
        if (bucket.Tokens < 1)
        {
            return false;
        }

        bucket.Tokens--;
        return true;
    }

    /// <summary>Gives a source tokens, as far as its bucket has room.</summary>
    public void Give(in SocketName source, int tokens)
    {
        if (!_used)
        {
            return;
        }

        ref Bucket bucket = ref _buckets[source.GetHashCode() & (Size - 1)];
        if (bucket.Used && bucket.Source == source)
        {
            bucket.Tokens = Math.Min(perSecond, bucket.Tokens + tokens);
        }
    }

    struct Bucket
    {
        public bool Used;
        public SocketName Source;
        public double Tokens;
        public long At;
    }
}
