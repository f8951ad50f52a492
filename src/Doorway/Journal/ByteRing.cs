namespace Doorway;

/// <summary>
/// The bytes of a journal's messages: a ring that many writers fill at once. It is cut into
/// stretches, each of which counts who is writing there. A stretch is begun anew only when nobody
/// is; else the message is not kept. So a writer that was stopped while the ring turned writes over
/// nobody's bytes.
/// </summary>
sealed class ByteRing
{
    // One more than a message of the whole capacity fills: it may begin in the middle of one.
    const int StretchCount = 65;
    const int WriterBits = 16;
    const int WriterMask = (1 << WriterBits) - 1;

    // Messages begin at multiples of it: two rarely share a cache line.
    const int Alignment = 32;

    // The number of each stretch, which goes on for ever, and how many write there.
    readonly long[] _stretches = new long[StretchCount];
    readonly byte[] _bytes;
    readonly int _size;
    long _head;

    /// <summary>A ring that keeps about so many bytes.</summary>
    public ByteRing(int capacity)
    {
        int size = (int)(((long)capacity + StretchCount - 2) / (StretchCount - 1));
        size = Math.Min(Align(size), Array.MaxLength / StretchCount / Alignment * Alignment);
        _size = Math.Max(Alignment, size);
        _bytes = GC.AllocateUninitializedArray<byte>(StretchCount * _size);
        _head = _bytes.Length;
    }

    static int Align(int count) => (count + Alignment - 1) & -Alignment;

    /// <summary>Keeps a copy of the bytes.</summary>
    /// <returns>Where it begins, to be read by; 0 when they could not be kept.</returns>
    public long Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > (StretchCount - 1) * _size)
        {
            return 0;
        }

        int room = Align(bytes.Length);
        long start = Interlocked.Add(ref _head, room) - room;
        long at = start;
        bool isKept = true;
        while (isKept && bytes.Length > 0)
        {
            (long number, int from, int count) = Piece(at, bytes.Length);
            ref long stretch = ref _stretches[number % StretchCount];
            isKept = TryEnter(ref stretch, number);
            if (isKept)
            {
                bytes[..count].CopyTo(_bytes.AsSpan(from));
                Interlocked.Decrement(ref stretch);
                bytes = bytes[count..];
                at += count;
            }
        }

        return isKept ? start : 0;
    }

    // What of the next bytes lies in one stretch: its number, where they are, how many.
    (long Number, int From, int Count) Piece(long at, int left)
    {
        long number = (long)((ulong)at / (uint)_size);
        int within = (int)(at - (number * _size));
        int from = ((int)(number % StretchCount) * _size) + within;
        return (number, from, Math.Min(left, _size - within));
    }

    static bool TryEnter(ref long stretch, long number)
    {
        while (true)
        {
            long seen = Volatile.Read(ref stretch);
            long last = seen >> WriterBits;
            bool isFree = last == number || (last < number && (seen & WriterMask) == 0);
            if (!isFree)
            {
                return false;
            }

            long entered = last == number ? seen + 1 : (number << WriterBits) | 1;
            if (Interlocked.CompareExchange(ref stretch, entered, seen) == seen)
            {
                return true;
            }
        }
    }

    /// <summary>A copy of bytes that were kept; empty when they have given way meanwhile.</summary>
    public byte[] Read(long start, int count)
    {
        if (start <= 0 || count <= 0 || !AreThere(start, count))
        {
            return [];
        }

        byte[] copy = new byte[count];
        int done = 0;
        while (done < count)
        {
            (_, int from, int length) = Piece(start + done, count - done);
            _bytes.AsSpan(from, length).CopyTo(copy.AsSpan(done));
            done += length;
        }

        Interlocked.MemoryBarrier();
        return AreThere(start, count) ? copy : [];
    }

    bool AreThere(long start, int count)
    {
        long last = (start + count - 1) / _size;
        for (long number = start / _size; number <= last; number++)
        {
            if (Volatile.Read(ref _stretches[number % StretchCount]) >> WriterBits != number)
            {
                return false;
            }
        }

        return true;
    }
}
