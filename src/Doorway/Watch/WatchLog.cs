namespace Doorway.Watch;

/// <summary>
/// What has been seen, in the order in which it became known: a ring in memory, of 256 MiB at most.
/// When it is full the oldest give way and are counted. Any thread may add and read.
/// </summary>
public sealed class WatchLog
{
    readonly WatchEvent?[] _ring;
    readonly Lock _gate = new();
    long _last;
    long _dropped;
    long _weight;
    TaskCompletionSource _added = New();

    /// <summary>An empty log.</summary>
    /// <param name="capacity">How many events are kept; default 262,144.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity isn't positive.</exception>
    public WatchLog(int capacity = 1 << 18)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _ring = new WatchEvent?[capacity];
    }

    /// <summary>The number of the newest event; 0 for none.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>How many gave way to newer ones.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>How many bytes are kept, roughly.</summary>
    internal long MostBytes { get; init; } = 256 << 20;

    /// <summary>Adds an event; it is given its number.</summary>
    public void Add(WatchEvent seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        TaskCompletionSource waiting;
        lock (_gate)
        {
            long number = _last + 1;
            _weight += Weight(seen);
            while (number - _dropped > _ring.Length || (_weight > MostBytes && _dropped < _last))
            {
                DropOldest();
            }

            _ring[(number - 1) % _ring.Length] = seen is FrameEvent frame
                ? frame.Kept(number) : seen with { Number = number };
            Volatile.Write(ref _last, number);
            waiting = _added;
            if (waiting.Task.IsCompleted)
            {
                return;
            }
        }

        waiting.TrySetResult();
    }

    void DropOldest()
    {
        ref WatchEvent? oldest = ref _ring[_dropped % _ring.Length];
        _weight -= Weight(oldest!);
        oldest = null;
        Volatile.Write(ref _dropped, _dropped + 1);
    }

    // What an event takes beside its bytes: some 300 bytes and its words.
    static int Weight(WatchEvent seen)
    {
        const int Bare = 300;
        return Bare + seen switch
        {
            CallEvent call => call.Bytes.Length + (2 * call.Arguments.Length),
            FrameEvent frame => frame.Bytes.Length,
            OutputEvent output => output.Bytes.Length,
            _ => 0,
        };
    }

    /// <summary>The events after a number that are still there, oldest first.</summary>
    /// <param name="after">The number of the last event that is known; 0 for none.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<WatchEvent> Read(long after, int most = int.MaxValue)
    {
        lock (_gate)
        {
            long first = Math.Max(after, _dropped) + 1;
            long count = Math.Clamp(_last - first + 1, 0, most);
            var events = new WatchEvent[count];
            for (int i = 0; i < count; i++)
            {
                events[i] = _ring[(first - 1 + i) % _ring.Length]!;
            }

            return events;
        }
    }

    /// <summary>One event; null where there is none of that number any more, or yet.</summary>
    public WatchEvent? Find(long number) =>
        Read(number - 1, 1) is [var one] && one.Number == number ? one : null;

    /// <summary>Waits until there is an event after a number.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask WaitAsync(long after, CancellationToken cancellation)
    {
        while (Last <= after)
        {
            Task added;
            lock (_gate)
            {
                if (_last > after)
                {
                    return;
                }

                if (_added.Task.IsCompleted)
                {
                    _added = New();
                }

                added = _added.Task;
            }

            await added.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    static TaskCompletionSource New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
