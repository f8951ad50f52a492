namespace Doorway.Watch.Flows;

/// <summary>The last pieces of a stream and their places, to find the place of others by.</summary>
sealed class RecentBytes
{
    const int Pieces = 8;
    const int Compared = 64;

    readonly (long Offset, ReadOnlyMemory<byte> Bytes)[] _pieces =
        new (long, ReadOnlyMemory<byte>)[Pieces];

    int _count;

    /// <summary>Keeps a piece; the oldest gives way.</summary>
    public void Add(long offset, ReadOnlyMemory<byte> bytes) =>
        _pieces[_count++ % Pieces] = (offset, bytes);

    /// <summary>Where some bytes begin that are, or begin with, bytes that are kept; the latest
    /// place. Null for nowhere.</summary>
    public long? Find(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        for (int i = _count - 1; i >= Math.Max(_count - Pieces, 0); i--)
        {
            (long offset, ReadOnlyMemory<byte> piece) = _pieces[i % Pieces];
            int at = piece.Span.LastIndexOf(bytes[..Math.Min(bytes.Length, Compared)]);
            if (at >= 0)
            {
                return offset + at;
            }

            // What was received at once may have been sent in pieces.
            if (piece.Length < bytes.Length && bytes.StartsWith(piece.Span))
            {
                return offset;
            }
        }

        return null;
    }
}
