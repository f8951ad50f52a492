namespace Doorway.Watch.Flows;

/// <summary>
/// Puts the events of sources that lag differently into the order of time: each is kept until it
/// is old enough that none before it can be on its way.
/// </summary>
/// <param name="window">How long an event may be on its way.</param>
/// <param name="most">How many are kept; where there are more the oldest go early.</param>
sealed class EventOrder(TimeSpan window, int most = EventOrder.Most)
{
    /// <summary>The usual bound: a tenth of a second at a million events a second.</summary>
    public const int Most = 1 << 17;

    readonly PriorityQueue<(WatchEvent Event, DateTime Due), (DateTime Place, long Arrival)>
        _kept = new();

    long _arrivals;

    /// <summary>How many are kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Takes an event in.</summary>
    /// <param name="seen">The event.</param>
    /// <param name="now">When it arrived.</param>
    public void Add(WatchEvent seen, DateTime now)
    {
        DateTime place = CallRoles.Place(seen);
        DateTime due = (place < now ? place : now) + window;
        _kept.Enqueue((seen, due), (place, ++_arrivals));
    }

    /// <summary>The next event of those before a moment; null for none.</summary>
    public WatchEvent? TakeBefore(DateTime place) =>
        _kept.TryPeek(out _, out (DateTime Place, long Arrival) next) && next.Place < place
            ? _kept.Dequeue().Event : null;

    /// <summary>The next event whose turn has come; null for none yet.</summary>
    public WatchEvent? Take(DateTime now) =>
        _kept.TryPeek(out (WatchEvent Event, DateTime Due) next, out _)
        && (next.Due <= now || _kept.Count > most)
            ? _kept.Dequeue().Event : null;
}
