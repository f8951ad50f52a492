using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Doorway.Bench.Text.Peers;

/// <summary>
/// A copy by vectors as wide as ours: what loads and stores alone cost. The C library's memcpy
/// has an instruction for some sizes that needn't fetch what it overwrites.
/// </summary>
sealed class VectorCopyPeer : SpanPeer
{
    internal override string Name => "vector copy";

    protected override int Convert(ReadOnlySpan<byte> text, Span<byte> room)
    {
        ref byte from = ref MemoryMarshal.GetReference(text);
        ref byte to = ref MemoryMarshal.GetReference(room);
        nuint at = 0, size = (nuint)Vector512<byte>.Count, length = (nuint)text.Length;
        for (; at + 4 * size <= length; at += 4 * size)
        {
            var a = Vector512.LoadUnsafe(ref from, at);
            var b = Vector512.LoadUnsafe(ref from, at + size);
            var c = Vector512.LoadUnsafe(ref from, at + 2 * size);
            var d = Vector512.LoadUnsafe(ref from, at + 3 * size);
            a.StoreUnsafe(ref to, at);
            b.StoreUnsafe(ref to, at + size);
            c.StoreUnsafe(ref to, at + 2 * size);
            d.StoreUnsafe(ref to, at + 3 * size);
        }

        text[(int)at..].CopyTo(room[(int)at..]);
        return text.Length;
    }
}
