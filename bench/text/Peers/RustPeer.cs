using System.Runtime.InteropServices;

namespace Doorway.Bench.Text.Peers;

/// <summary>
/// Rust's str::to_uppercase, from peers/upper.rs. Its text is a str already, so it is not asked
/// to validate; the String it makes is its own and is freed.
/// </summary>
sealed unsafe class RustPeer : SpanPeer
{
    readonly delegate* unmanaged[SuppressGCTransition]<byte*, nuint, nuint> _turn;
    readonly delegate* unmanaged<byte*, nuint, byte*, nuint> _answer;

    internal RustPeer(string library)
    {
        nint handle = NativeLibrary.Load(library);
        _turn = (delegate* unmanaged[SuppressGCTransition]<byte*, nuint, nuint>)
            NativeLibrary.GetExport(handle, "to_uppercase");
        _answer = (delegate* unmanaged<byte*, nuint, byte*, nuint>)
            NativeLibrary.GetExport(handle, "answer");
    }

    internal override string Name => "Rust";

    internal override bool IsFull => true;

    protected override int Convert(ReadOnlySpan<byte> text, Span<byte> room)
    {
        fixed (byte* from = text) return (int)_turn(from, (nuint)text.Length);
    }

    internal override byte[] Upper(ReadOnlySpan<byte> text)
    {
        byte[] room = new byte[3 * text.Length];
        fixed (byte* from = text, to = room)
            return room[..(int)_answer(from, (nuint)text.Length, to)];
    }
}
