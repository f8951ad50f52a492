using System.Diagnostics;

namespace Doorway;

/// <summary>
/// What happened: every socket call of both sides, in order, on one clock. A bounded ring in memory:
/// when it is full the oldest entries give way and are counted in <see cref="Dropped"/>. Recording never
/// blocks and never waits for a reader; with no journal attached, an engine only tests for null.
/// </summary>
public sealed class Journal
{
    readonly Slot[] _slots;
    readonly byte[] _bytes;
    readonly long _startTimestamp = Stopwatch.GetTimestamp();
    readonly DateTime _startTime = DateTime.UtcNow;
    long _head;
    long _bytesHead;
    int _sockets;
    long _collided;
    TaskCompletionSource? _waiter;

    /// <summary>A journal that keeps the last entries and their bytes.</summary>
    /// <param name="capacity">How many entries are kept; default 65,536, rounded up to a power of two.</param>
    /// <param name="bytesPerEntry">How many bytes of each message are kept; default 2,048.</param>
    /// <param name="byteCapacity">How many bytes are kept in all; default 8 MiB.</param>
    /// <exception cref="ArgumentOutOfRangeException">A capacity isn't positive.</exception>
    public Journal(int capacity = 65_536, int bytesPerEntry = 2_048, int byteCapacity = 8 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(bytesPerEntry);
        ArgumentOutOfRangeException.ThrowIfLessThan(byteCapacity, bytesPerEntry);
        _slots = new Slot[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _bytes = new byte[byteCapacity];
        BytesPerEntry = bytesPerEntry;
    }

    /// <summary>How many bytes of a message are kept with its entry.</summary>
    public int BytesPerEntry { get; }

    /// <summary>How many entries were ever recorded.</summary>
    public long Recorded => Volatile.Read(ref _head);

    /// <summary>How many entries gave way to newer ones before now.</summary>
    public long Dropped =>
        Math.Max(0, Recorded - _slots.Length) + Volatile.Read(ref _collided);

    /// <summary>A timestamp to hand to <c>Record</c> as the start of a call that may wait.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>A number for a new socket.</summary>
    public int NumberSocket() => Interlocked.Increment(ref _sockets);

    /// <summary>Writes one entry down: its members as given, but number, time, waited and bytes.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="bytes">The message, of which the first <see cref="BytesPerEntry"/> are kept.</param>
    /// <param name="started">When the call began (<see cref="Now"/>), 0 where it can't have waited.</param>
    public void Record(in Entry entry, ReadOnlySpan<byte> bytes = default, long started = 0)
    {
        long now = Stopwatch.GetTimestamp();
        long number = Interlocked.Increment(ref _head);
        ref Slot slot = ref _slots[(number - 1) & (_slots.Length - 1)];

        // A slot is claimed by its state: 2n is entry n complete, odd is being written. A writer that was
        // overtaken by a whole turn of the ring gives up its entry rather than tear another's.
        long state = Volatile.Read(ref slot.State);
        bool claimed = (state & 1) == 0 && state < 2 * number
            && Interlocked.CompareExchange(ref slot.State, state | 1, state) == state;
        if (!claimed)
        {
            Interlocked.Increment(ref _collided);
            return;
        }

        slot.Entry = entry;
        slot.Timestamp = now;
        slot.Waited = started == 0 ? 0 : now - started;
        Keep(ref slot, bytes);
        Volatile.Write(ref slot.State, 2 * number);
        if (Volatile.Read(ref _waiter) is not null)
        {
            Interlocked.Exchange(ref _waiter, null)?.TrySetResult();
        }
    }

    void Keep(ref Slot slot, ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, BytesPerEntry);
        slot.ByteCount = count;
        if (count == 0)
        {
            return;
        }

        slot.BytesAt = Interlocked.Add(ref _bytesHead, count) - count;
        int at = (int)(slot.BytesAt % _bytes.Length);
        int first = Math.Min(count, _bytes.Length - at);
        bytes[..first].CopyTo(_bytes.AsSpan(at));
        bytes[first..count].CopyTo(_bytes);
    }

    /// <summary>Adds the entries after <paramref name="after"/> that are still there to a list.</summary>
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
            if (state < 2 * (after + 1))
            {
                // Its writer has not finished. It is a matter of nanoseconds unless the writer was
                // preempted: come again, unless the entry was given up and later ones are there.
                if (head - after < _slots.Length / 2)
                {
                    break;
                }
            }
            else if (TryCopy(ref slot, state, after + 1, out Entry entry))
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
        if (state != 2 * number)
        {
            return false;
        }

        Entry copy = slot.Entry;
        long timestamp = slot.Timestamp;
        long waited = slot.Waited;
        byte[] bytes = CopyBytes(slot.BytesAt, slot.ByteCount);
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

    byte[] CopyBytes(long position, int count)
    {
        if (count <= 0 || count > BytesPerEntry)
        {
            return [];
        }

        byte[] copy = new byte[count];
        int at = (int)(position % _bytes.Length);
        int first = Math.Min(count, _bytes.Length - at);
        _bytes.AsSpan(at, first).CopyTo(copy);
        _bytes.AsSpan(0, count - first).CopyTo(copy.AsSpan(first));
        Interlocked.MemoryBarrier();
        bool overwritten = Volatile.Read(ref _bytesHead) - position > _bytes.Length;
        return overwritten ? [] : copy;
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
