namespace Doorway;

/// <summary>
/// The messages of a connection that are unanswered, oldest first: when each was planned and sent.
/// Those that were planned and sent together are one entry.
/// </summary>
sealed class LoadTrips
{
    (long Planned, long Sent, int Count)[] _ring = new (long, long, int)[4];
    int _oldest;
    int _entries;

    /// <summary>How many messages there are.</summary>
    public int Count { get; private set; }

    /// <summary>The one that has waited longest; there must be one.</summary>
    public (long Planned, long Sent) Oldest => (_ring[_oldest].Planned, _ring[_oldest].Sent);

    /// <summary>So many more were sent.</summary>
    public void Add(long planned, long sent, int count)
    {
        Count += count;
        if (_entries > 0)
        {
            ref (long Planned, long Sent, int Count) newest = ref At(_entries - 1);
            if (newest.Planned == planned && newest.Sent == sent)
            {
                newest.Count += count;
                return;
            }
        }

        if (_entries == _ring.Length)
        {
            var more = new (long, long, int)[2 * _ring.Length];
            _ring.AsSpan(_oldest).CopyTo(more);
            _ring.AsSpan(0, _oldest).CopyTo(more.AsSpan(_ring.Length - _oldest));
            _ring = more;
            _oldest = 0;
        }

        At(_entries++) = (planned, sent, count);
    }

    /// <summary>
    /// Takes the oldest ones away: as many as were planned and sent like <see cref="Oldest"/>, but
    /// not more than asked for.
    /// </summary>
    /// <returns>How many it were.</returns>
    public int Take(int most)
    {
        ref (long Planned, long Sent, int Count) oldest = ref _ring[_oldest];
        int count = Math.Min(most, oldest.Count);
        Count -= count;
        oldest.Count -= count;
        if (oldest.Count == 0)
        {
            _oldest = (_oldest + 1) & (_ring.Length - 1);
            _entries--;
        }

        return count;
    }

    ref (long Planned, long Sent, int Count) At(int index) =>
        ref _ring[(_oldest + index) & (_ring.Length - 1)];
}
