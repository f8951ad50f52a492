namespace Doorway.Watch;

/// <summary>Reads a capture file from its beginning to its end, whole pieces at a time.</summary>
sealed class CaptureStream(Stream input)
{
    readonly byte[] _buffer = new byte[1 << 16];
    byte[] _large = [];
    int _from;
    int _to;

    /// <summary>Whether it ended in the middle of a piece.</summary>
    public bool IsCut { get; private set; }

    /// <summary>
    /// The next bytes, with which an entry begins; empty at the end, and where fewer are left.
    /// They hold until the next call.
    /// </summary>
    public ReadOnlySpan<byte> First(int count) => Next(count, isInside: false);

    /// <summary>The next bytes of an entry that has begun: if fewer are left, it is cut.
    /// </summary>
    public ReadOnlySpan<byte> More(int count) => Next(count, isInside: true);

    ReadOnlySpan<byte> Next(int count, bool isInside)
    {
        if (_to - _from >= count)
        {
            _from += count;
            return _buffer.AsSpan(_from - count, count);
        }

        bool isLarge = count > _buffer.Length;
        if (isLarge && count > _large.Length)
        {
            _large = new byte[count];
        }

        // Of a large piece no more than itself, so that nothing is left over in its buffer.
        Span<byte> target = isLarge ? _large.AsSpan(0, count) : _buffer;
        int kept = _to - _from;
        _buffer.AsSpan(_from, kept).CopyTo(target);
        int got = kept + input.ReadAtLeast(
            target[kept..], count - kept, throwOnEndOfStream: false);
        bool isThere = got >= count;
        (_from, _to) = isThere && !isLarge ? (count, got) : (0, 0);
        IsCut |= !isThere && (isInside || got > 0);
        return isThere ? target[..count] : default;
    }
}
