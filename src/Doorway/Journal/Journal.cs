using System.Diagnostics;

namespace Doorway;

/// <summary>
/// What happened: every socket call of both sides, in order, on one clock. A bounded ring in
/// memory: when it is full the oldest entries give way and are counted in <see cref="Dropped"/>.
/// Recording never blocks and never waits for a reader; with no journal attached, an engine only
/// tests for null.
/// </summary>
public sealed class Journal
{
    const long Complete = 0;
    const long Writing = 1;
    const long GivenUp = 2;

    readonly Slot[] _slots;
    readonly ByteRing _bytes;
    readonly long _startTimestamp = Stopwatch.GetTimestamp();
    readonly DateTime _startTime = DateTime.UtcNow;
    Subject _last = new(default, default, 0, default, default);
    long _head;
    int _sockets;

    // What differs from one for each place beyond the capacity: a count of every one would be
    // written by all that record.
    long _droppedMore;
    TaskCompletionSource? _waiter;

    /// <summary>A journal that keeps the last entries and their bytes.</summary>
    /// <param name="capacity">
    /// How many entries are kept; default 65,536, rounded up to a power of two.
    /// </param>
    /// <param name="bytesPerEntry">How many bytes of each message are kept; default 2,048.</param>
    /// <param name="byteCapacity">How many bytes are kept in all; default 8 MiB.</param>
    /// <exception cref="ArgumentOutOfRangeException">A capacity isn't positive.</exception>
    public Journal(int capacity = 65_536, int bytesPerEntry = 2_048, int byteCapacity = 8 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(bytesPerEntry);
        ArgumentOutOfRangeException.ThrowIfLessThan(byteCapacity, bytesPerEntry);
        _slots = new Slot[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _bytes = new ByteRing(byteCapacity);
        BytesPerEntry = bytesPerEntry;
    }

    /// <summary>How many bytes of a message are kept with its entry.</summary>
    public int BytesPerEntry { get; }

    /// <summary>The number of the newest entry: how many places were ever taken.</summary>
    public long Recorded => Volatile.Read(ref _head);

    /// <summary>How many entries gave way to newer ones before now.</summary>
    public long Dropped
    {
        get
        {
            // In this order: what is less than expected belongs to a place that was taken before.
            long more = Volatile.Read(ref _droppedMore);
            return Math.Max(0, Recorded - _slots.Length) + more;
        }
    }

    /// <summary>
    /// A timestamp to hand to <c>Record</c> as the start of a call that may wait.
    /// </summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>A number for a new socket.</summary>
    public int NumberSocket() => Interlocked.Increment(ref _sockets);

    /// <summary>
    /// Writes one entry down: its members as given, but number, time, waited and bytes.
    /// </summary>
    /// <param name="entry">What happened.</param>
    /// <param name="bytes">
    /// The message, of which the first <see cref="BytesPerEntry"/> are kept.
    /// </param>
    /// <param name="started">
    /// When the call began (<see cref="Now"/>), 0 where it can't have waited.
    /// </param>
    /// <param name="place">
    /// What <see cref="Reserve"/> gave; default takes the next place now.
    /// </param>
    public void Record(
        in Entry entry, ReadOnlySpan<byte> bytes = default, long started = 0, Place place = default)
    {
        Subject about = _last;
        if (!about.Is(entry))
        {
            _last = about = Subject.Of(entry);
        }

        var outcome = new Outcome(entry.Call, entry.Result, entry.Error, entry.Argument);
        Write(about, outcome, bytes, started, place == default ? Reserve() : place);
    }

    /// <summary>
    /// The same, of one socket, without looking for what its entries have in common. Of a merged
    /// message all bytes are kept, and each of its datagrams shows its first.
    /// </summary>
    internal void Write(
        Subject about, in Outcome outcome, ReadOnlySpan<byte> bytes, long started, Place place)
    {
        (long number, long now) = place;
        ref Slot slot = ref _slots[(number - 1) & (_slots.Length - 1)];
        if (TryClaim(ref slot, number, outcome.Count))
        {
            int count = outcome.Segment > 0 && BytesPerEntry > 0
                ? bytes.Length : Math.Min(bytes.Length, BytesPerEntry);
            long bytesAt = count == 0 ? 0 : _bytes.Write(bytes[..count]);
            slot.Fill(about, outcome, now, started, bytesAt, count);
            Finish(ref slot, number, Complete, outcome.Count);
        }

        WakeReaders();
    }

    /// <summary>
    /// Takes the next place, now, for a call that can't wait: what it causes elsewhere then comes
    /// after it, though it may be seen there before the call returns. <see cref="Record"/> or
    /// <see cref="Abandon"/> must follow at once, for readers stop there meanwhile.
    /// </summary>
    public Place Reserve() => new(Interlocked.Increment(ref _head), Stopwatch.GetTimestamp());

    /// <summary>Takes a place for a call that returned at the time given.</summary>
    internal Place ReserveAt(long timestamp) => new(Interlocked.Increment(ref _head), timestamp);

    /// <summary>Takes several places, one behind the other, now.</summary>
    /// <returns>The first.</returns>
    internal Place ReserveMany(int count) =>
        new(Interlocked.Add(ref _head, count) - count + 1, Stopwatch.GetTimestamp());

    /// <summary>Leaves a place empty: the call came to nothing.</summary>
    public void Abandon(Place place)
    {
        ref Slot slot = ref _slots[(place.Number - 1) & (_slots.Length - 1)];
        if (TryClaim(ref slot, place.Number, 0))
        {
            Finish(ref slot, place.Number, GivenUp, 0);
        }

        WakeReaders();
    }

    void WakeReaders()
    {
        if (Volatile.Read(ref _waiter) is not null)
        {
            Interlocked.Exchange(ref _waiter, null)?.TrySetResult();
        }
    }

    // A slot's state is the number of an entry and what became of it. A writer that finds an older
    // one still writing, after a whole turn of the ring, leaves its number there and gives up:
    // both entries are lost, nobody waits and nothing is torn. So does one that a newer entry has
    // overtaken.
    bool TryClaim(ref Slot slot, long number, int count)
    {
        while (true)
        {
            long state = Volatile.Read(ref slot.State);
            if (state >> 2 >= number)
            {
                Drop(number, Math.Max(1, count));
                return false;
            }

            long mine = (number << 2) | Writing;
            if (Interlocked.CompareExchange(ref slot.State, mine, state) == state)
            {
                bool occupied = (state & 3) == Writing;
                bool replaces = state != 0 && (state & 3) == Complete;
                Drop(number, replaces ? slot.Count : occupied ? Math.Max(1, count) : 0);
                return !occupied;
            }
        }
    }

    // So many entries gave way as this place was taken.
    void Drop(long number, int entries)
    {
        int expected = number > _slots.Length ? 1 : 0;
        if (entries != expected)
        {
            Interlocked.Add(ref _droppedMore, entries - expected);
        }
    }

    void Finish(ref Slot slot, long number, long how, int count)
    {
        long mine = (number << 2) | Writing;
        long state = Interlocked.CompareExchange(ref slot.State, (number << 2) | how, mine);
        if (state == mine)
        {
            return;
        }

        Interlocked.Add(ref _droppedMore, count);
        while (true)
        {
            long last = Interlocked.CompareExchange(ref slot.State, (state & ~3L) | GivenUp, state);
            if (last == state)
            {
                return;
            }

            state = last;
        }
    }

    /// <summary>
    /// Adds the entries after <paramref name="after"/> that are still there to a list.
    /// </summary>
    /// <param name="after">The number of the last entry read, 0 to start with the oldest.</param>
    /// <param name="entries">Where they are added, oldest first.</param>
    /// <returns>The number to give next time.</returns>
    public long Read(long after, ICollection<Entry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        long head = Recorded;
        after = Math.Max(after, head - _slots.Length);
        while (after < head)
        {
            ref Slot slot = ref _slots[after & (_slots.Length - 1)];
            long state = Volatile.Read(ref slot.State);
            bool unfinished = state >> 2 < after + 1
                || state == (((after + 1) << 2) | Writing);
            if (unfinished && head - after < Math.Max(1, _slots.Length / 2))
            {
                // A matter of nanoseconds unless the writer was preempted: come again, while the
                // ring has room.
                break;
            }

            after++;
            AddTo(entries, ref slot, state, after);
        }

        return after;
    }

    void AddTo(ICollection<Entry> entries, ref Slot slot, long state, long number)
    {
        if (state != ((number << 2) | Complete))
        {
            return;
        }

        Slot copy = slot;
        byte[] bytes = copy.ReadBytes(_bytes);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref slot.State) == state)
        {
            DateTime time =
                _startTime + Stopwatch.GetElapsedTime(_startTimestamp, copy.Timestamp);
            copy.AddTo(entries, number, time, bytes, BytesPerEntry);
        }
    }

    /// <summary>Everything that is in the journal now, oldest first.</summary>
    public IReadOnlyList<Entry> Snapshot()
    {
        var entries = new List<Entry>();
        Read(0, entries);
        return entries;
    }

    /// <summary>Waits until something is recorded after entry <paramref name="after"/>.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask WaitAsync(long after, CancellationToken cancellation)
    {
        while (Recorded <= after)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource waiter =
                Interlocked.CompareExchange(ref _waiter, mine, null) ?? mine;
            if (Recorded > after)
            {
                return;
            }

            await waiter.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A place in the journal, and when it was taken.</summary>
    public readonly record struct Place(long Number, long Timestamp);
}
