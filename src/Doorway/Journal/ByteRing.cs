namespace Doorway;

/// <summary>
/// The bytes of a journal's messages: a ring of cells that many writers fill at once. A cell is
/// claimed before it is written, so that a writer that was stopped while the ring turned gives its
/// bytes up rather than write over another's.
/// </summary>
sealed class ByteRing(int capacity)
{
    const int CellSize = 128;

    // 2n: cell n is complete; 2n + 1: it is being written. Cells are numbered from 1, for ever.
    readonly long[] _states =
        new long[(int)Math.Max(1, ((long)capacity + CellSize - 1) / CellSize)];
    readonly byte[] _bytes = new byte[Math.Max(CellSize, capacity + CellSize - 1)];
    long _head;

    static int Cells(int count) => (int)(((long)count + CellSize - 1) / CellSize);

    /// <summary>Keeps a copy of the bytes.</summary>
    /// <returns>
    /// The number of their first cell, to be read by; 0 when they could not be kept.
    /// </returns>
    public long Write(ReadOnlySpan<byte> bytes)
    {
        int cells = Cells(bytes.Length);
        if (cells > _states.Length)
        {
            return 0;
        }

        long first = Interlocked.Add(ref _head, cells) - cells + 1;
        for (long number = first; number < first + cells; number++)
        {
            int index = (int)((number - 1) % _states.Length);
            ref long state = ref _states[index];
            long seen = Volatile.Read(ref state);
            bool claimed = (seen & 1) == 0 && seen < 2 * number
                && Interlocked.CompareExchange(ref state, (2 * number) + 1, seen) == seen;
            if (!claimed)
            {
                return 0;
            }

            int count = Math.Min(bytes.Length, CellSize);
            bytes[..count].CopyTo(_bytes.AsSpan(index * CellSize));
            bytes = bytes[count..];
            Volatile.Write(ref state, 2 * number);
        }

        return first;
    }

    /// <summary>A copy of bytes that were kept; empty when they have given way meanwhile.</summary>
    public byte[] Read(long first, int count)
    {
        if (first <= 0 || count <= 0 || Cells(count) > _states.Length || !AreThere(first, count))
        {
            return [];
        }

        byte[] copy = new byte[count];
        for (int at = 0; at < count; at += CellSize)
        {
            int index = (int)((first - 1 + (at / CellSize)) % _states.Length);
            int length = Math.Min(CellSize, count - at);
            _bytes.AsSpan(index * CellSize, length).CopyTo(copy.AsSpan(at));
        }

        Interlocked.MemoryBarrier();
        return AreThere(first, count) ? copy : [];
    }

    bool AreThere(long first, int count)
    {
        for (long number = first; number < first + Cells(count); number++)
        {
            if (Volatile.Read(ref _states[(int)((number - 1) % _states.Length)]) != 2 * number)
            {
                return false;
            }
        }

        return true;
    }
}
