namespace Doorway.Bench.Text.Peers;

/// <summary>A peer that goes from memory to memory, in this process.</summary>
abstract class SpanPeer : Peer
{
    byte[] _text = [];
    Memory<byte> _room;
    (int Start, int Length)[] _ranges = [];

    internal sealed override void Take(Pieces pieces)
    {
        _text = pieces.Text;
        _ranges = pieces.Ranges;
        _room = pieces.Room();
    }

    protected sealed override void Turn()
    {
        Span<byte> room = _room.Span;
        foreach (var (start, length) in _ranges) Convert(_text.AsSpan(start, length), room);
    }

    internal override byte[] Upper(ReadOnlySpan<byte> text)
    {
        byte[] room = new byte[3 * text.Length + 64];
        return room[..Convert(text, room)];
    }

    /// <returns>How many bytes came out.</returns>
    protected abstract int Convert(ReadOnlySpan<byte> text, Span<byte> room);
}
