using Doorway.Text;

namespace Doorway.Bench.Text.Peers;

/// <summary>Ours.</summary>
sealed class DoorwayPeer : SpanPeer
{
    internal const string Called = "Doorway";

    internal override string Name => Called;

    internal override bool IsFull => true;

    protected override int Convert(ReadOnlySpan<byte> text, Span<byte> room)
    {
        Utf8Upper.Convert(text, room, out _, out int written, isFinal: true);
        return written;
    }
}
