using System.Runtime.InteropServices;

namespace Doorway.Bench.Text.Peers;

/// <summary>The C library's memcpy, called without a transition.</summary>
sealed unsafe class MemcpyPeer : SpanPeer
{
    readonly delegate* unmanaged[SuppressGCTransition]<void*, void*, nuint, void*> _copy =
        (delegate* unmanaged[SuppressGCTransition]<void*, void*, nuint, void*>)
        NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "memcpy");

    internal const string Called = "memcpy";

    internal override string Name => Called;

    protected override int Convert(ReadOnlySpan<byte> text, Span<byte> room)
    {
        fixed (byte* from = text, to = room) _copy(to, from, (nuint)text.Length);
        return text.Length;
    }
}
