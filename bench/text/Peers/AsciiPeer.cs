using System.Text;

namespace Doorway.Bench.Text.Peers;

/// <summary>.NET's Ascii.ToUpper, which stops at the first byte that isn't ASCII.</summary>
sealed class AsciiPeer : SpanPeer
{
    internal override string Name => "Ascii.ToUpper";

    internal override bool IsAsciiOnly => true;

    protected override int Convert(ReadOnlySpan<byte> text, Span<byte> room)
    {
        Ascii.ToUpper(text, room, out int written);
        return written;
    }
}
