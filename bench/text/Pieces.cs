namespace Doorway.Bench.Text;

/// <summary>
/// What one turn converts: pieces of one size, cut between characters out of different places of
/// a text, so that a short piece isn't always the same one; and the room for an answer, which
/// starts at a cache line and is every peer's.
/// </summary>
sealed class Pieces
{
    // Short pieces fit into the nearest cache together with what comes out.
    const int Together = 16 << 10;
    const int CacheLine = 64;

    static byte[] _memory = [];

    internal Pieces(Language language, int size)
    {
        Size = size;
        Text = language.Write(Math.Max(size, Together) + CacheLine);
        List<(int, int)> ranges = [];
        int at = 0;
        do
        {
            int end = at + size;
            while ((Text[end] & 0xC0) == 0x80) end--;
            ranges.Add((at, end - at));
            at = end;
        }
        while (at + size <= Together);

        Ranges = [.. ranges];
        Bytes = at;
    }

    internal int Size { get; }

    internal byte[] Text { get; }

    internal (int Start, int Length)[] Ranges { get; }

    /// <summary>All pieces' bytes.</summary>
    internal int Bytes { get; }

    /// <summary>Room for three bytes for each one of a piece.</summary>
    internal unsafe Memory<byte> Room()
    {
        int length = 3 * Size;
        if (_memory.Length < length + CacheLine)
            _memory = GC.AllocateUninitializedArray<byte>(length + CacheLine, pinned: true);
        fixed (byte* start = _memory)
            return _memory.AsMemory((int)(-(nint)start & (CacheLine - 1)), length);
    }
}
