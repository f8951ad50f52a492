namespace Doorway;

/// <summary>
/// The messages of a connection that are unanswered, oldest first: when each was planned and sent.
/// </summary>
sealed class LoadTrips(int most)
{
    (long Planned, long Sent)[] _ring = new (long, long)[Math.Min(most, 16)];
    int _oldest;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The one that has waited longest; there must be one.</summary>
    public (long Planned, long Sent) Oldest => _ring[_oldest];

    /// <summary>One more was sent.</summary>
    public void Add(long planned, long sent)
    {
        if (Count == _ring.Length)
        {
            var more = new (long, long)[Math.Min(most, 2 * _ring.Length)];
            _ring.AsSpan(_oldest).CopyTo(more);
            _ring.AsSpan(0, _oldest).CopyTo(more.AsSpan(_ring.Length - _oldest));
            _ring = more;
            _oldest = 0;
        }

        int end = _oldest + Count;
        _ring[end < _ring.Length ? end : end - _ring.Length] = (planned, sent);
        Count++;
    }

    /// <summary>The oldest, which is taken away.</summary>
    public (long Planned, long Sent) Take()
    {
        (long, long) trip = Oldest;
        _oldest = _oldest + 1 < _ring.Length ? _oldest + 1 : 0;
        Count--;
        return trip;
    }
}
