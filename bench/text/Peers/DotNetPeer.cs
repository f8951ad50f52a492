using System.Text;

namespace Doorway.Bench.Text.Peers;

/// <summary>
/// .NET's round trip through UTF-16 with reused spans: decode, ToUpperInvariant (which maps one
/// character to one), encode.
/// </summary>
sealed class DotNetPeer : SpanPeer
{
    char[] _decoded = [];
    char[] _upper = [];

    internal const string Called = ".NET";

    internal override string Name => Called;

    protected override int Convert(ReadOnlySpan<byte> text, Span<byte> room)
    {
        if (_decoded.Length < text.Length)
        {
            _decoded = new char[text.Length];
            _upper = new char[text.Length];
        }

        int length = Encoding.UTF8.GetChars(text, _decoded);
        ((ReadOnlySpan<char>)_decoded.AsSpan(0, length)).ToUpperInvariant(_upper);
        return Encoding.UTF8.GetBytes(_upper.AsSpan(0, length), room);
    }
}
