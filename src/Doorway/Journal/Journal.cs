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
    long _head;
    int _sockets;
    long _dropped;
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
    public long Dropped => Volatile.Read(ref _dropped);

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
        (long number, long now) = place == default ? Reserve() : place;
        ref Slot slot = ref _slots[(number - 1) & (_slots.Length - 1)];

        if (TryClaim(ref slot, number))
        {
            slot.Entry = entry;
            slot.Timestamp = now;
            slot.Waited = started == 0 ? 0 : now - started;
            slot.ByteCount = Math.Min(bytes.Length, BytesPerEntry);
            slot.BytesAt = slot.ByteCount == 0 ? 0 : _bytes.Write(bytes[..slot.ByteCount]);
            Finish(ref slot, number, Complete);
        }

        WakeReaders();
    }

    /// <summary>
    /// Takes the next place, now, for a call that can't wait: what it causes elsewhere then comes
    /// after it, though it may be seen there before the call returns. <see cref="Record"/> or
    /// <see cref="Abandon"/> must follow at once, for readers stop there meanwhile.
    /// </summary>
    public Place Reserve() => new(Interlocked.Increment(ref _head), Stopwatch.GetTimestamp());

    /// <summary>Leaves a place empty: the call came to nothing.</summary>
    public void Abandon(Place place)
    {
        ref Slot slot = ref _slots[(place.Number - 1) & (_slots.Length - 1)];
        if (TryClaim(ref slot, place.Number))
        {
            Finish(ref slot, place.Number, GivenUp);
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
    bool TryClaim(ref Slot slot, long number)
    {
        while (true)
        {
            long state = Volatile.Read(ref slot.State);
            if (state >> 2 >= number)
            {
                Interlocked.Increment(ref _dropped);
                return false;
            }

            long mine = (number << 2) | Writing;
            if (Interlocked.CompareExchange(ref slot.State, mine, state) == state)
            {
                bool occupied = (state & 3) == Writing;
                bool replaces = state != 0 && (state & 3) == Complete;
                if (occupied || replaces)
                {
                    Interlocked.Increment(ref _dropped);
                }

                return !occupied;
            }
        }
    }

    void Finish(ref Slot slot, long number, long how)
    {
        long mine = (number << 2) | Writing;
        long state = Interlocked.CompareExchange(ref slot.State, (number << 2) | how, mine);
        if (state == mine)
        {
            return;
        }

        Interlocked.Add(ref _dropped, how == Complete ? 1 : 0);
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

            if (TryCopy(ref slot, state, after + 1, out Entry entry))
            {
                entries.Add(entry);
            }

            after++;
        }

        return after;
    }

    bool TryCopy(ref Slot slot, long state, long number, out Entry entry)
    {
        entry = default;
        if (state != ((number << 2) | Complete))
        {
            return false;
        }

        Entry copy = slot.Entry;
        long timestamp = slot.Timestamp;
        long waited = slot.Waited;
        byte[] bytes = _bytes.Read(slot.BytesAt, slot.ByteCount);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref slot.State) != state)
        {
            return false;
        }

        entry = copy with
        {
            Number = number,
            Time = _startTime + Stopwatch.GetElapsedTime(_startTimestamp, timestamp),
            Waited = Stopwatch.GetElapsedTime(0, waited),
            Bytes = bytes,
        };
        return true;
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

    struct Slot
    {
        public long State;
        public long Timestamp;
        public long Waited;
        public long BytesAt;
        public int ByteCount;
        public Entry Entry;
    }
}
