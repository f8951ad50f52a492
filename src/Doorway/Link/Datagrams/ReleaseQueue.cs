namespace Doorway;

/// <summary>
/// What waits, in the order of its time; of the same time, in the order in which it was added.
/// </summary>
sealed class ReleaseQueue
{
    readonly PriorityQueue<DatagramInWait, Turn> _queue = new(new Earlier());
    long _sequence;

    /// <summary>The time of the first; <see cref="long.MaxValue"/> where nothing waits.</summary>
    public long Next => _queue.TryPeek(out _, out Turn turn) ? turn.Due : long.MaxValue;

    /// <summary>Adds one.</summary>
    public void Add(DatagramInWait datagram, long due) =>
        _queue.Enqueue(datagram, new Turn(due, _sequence++));

    /// <summary>Takes the first one whose time has come; null where there is none.</summary>
    public DatagramInWait? Take(long now) => Next <= now ? _queue.Dequeue() : null;

    readonly record struct Turn(long Due, long Sequence);

    sealed class Earlier : IComparer<Turn>
    {
        public int Compare(Turn x, Turn y) =>
            x.Due != y.Due ? x.Due.CompareTo(y.Due) : x.Sequence.CompareTo(y.Sequence);
    }
}
