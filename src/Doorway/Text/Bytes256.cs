using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Doorway.Text;

/// <summary>
/// 32 bytes, where the processor shuffles them (AVX2): sixteen to a side, each side by itself.
/// </summary>
readonly unsafe struct Bytes256 : IBytes<Vector256<byte>>
{
    internal static bool IsSupported => Vector256.IsHardwareAccelerated && Avx2.IsSupported;

    public static int Size => 32;

    public static bool CanLeaveOut => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref byte from, nuint at)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref from, at)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(ref byte from, nuint at) =>
        Vector256.LoadUnsafe(ref from, at);

    public static Vector256<byte> LoadEdge(ref byte from, int at, int start, int end)
    {
        Vector256<byte> vector = default;
        int first = Math.Max(at, start), last = Math.Min(end, at + Size);
        if (first < last)
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref from, first), last - first).CopyTo(
                MemoryMarshal.CreateSpan(ref Unsafe.As<Vector256<byte>, byte>(ref vector), Size)
                    [(first - at)..]);
        return vector;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<byte> vector, ref byte to, nuint at) =>
        vector.StoreUnsafe(ref to, at);

    public static void StoreFirst(Vector256<byte> vector, ref byte to, int at, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<Vector256<byte>, byte>(ref vector), count)
            .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, at), count));

    public static Vector256<byte> LeaveOut(
        Vector256<byte> vector, Vector256<byte> marks, byte mark) =>
        throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Create(byte value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Or(Vector256<byte> left, Vector256<byte> right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Add(Vector256<byte> left, Vector256<byte> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Lower(
        Vector256<byte> vector, Vector256<byte> offset, Vector256<byte> end,
        Vector256<byte> change) => vector - (change
            & Vector256.LessThan((vector - offset).AsSByte(), end.AsSByte()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HighBits(Vector256<byte> vector) => vector.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(Vector256<byte> vector, byte least) =>
        Vector256.GreaterThanOrEqual(vector, Vector256.Create(least)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(Vector256<byte> vector, byte value) =>
        Vector256.Equals(vector, Vector256.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Following(Vector256<byte> vector) => Vector256.LessThan(
        vector.AsSByte(), Vector256.Create((sbyte)-64)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Share(
        ref readonly byte table, Vector256<byte> index,
        ref readonly byte otherTable, Vector256<byte> otherIndex)
    {
        var left = Lookup64(in table, index & Vector256.Create((byte)0x3F));
        var right = Lookup64(in otherTable, otherIndex & Vector256.Create((byte)0x3F));
        return (uint)~Vector256.Equals(left & right, Vector256<byte>.Zero)
            .ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Lookup(
        ref readonly byte table, Vector256<byte> half, Vector256<byte> index, byte even)
    {
        var upper = Vector256.Equals(half & Vector256<byte>.One, Vector256<byte>.Zero);
        index &= Vector256.Create((byte)0x3F);
        var found = Vector256.ConditionalSelect(
            upper, Lookup64(in table, index),
            Lookup64(in Unsafe.Add(ref Unsafe.AsRef(in table), 64), index));
        return found & Vector256.Equals(
            half & Vector256.Create((byte)0xFE), Vector256.Create(even));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<byte> Lookup64(ref readonly byte table, Vector256<byte> index) =>
        Lookup16(in table, 0, index) | Lookup16(in table, 16, index)
        | Lookup16(in table, 32, index) | Lookup16(in table, 48, index);

    // Zero where the index lies outside of sixteen bytes: the sum has its highest bit there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<byte> Lookup16(ref readonly byte table, byte at, Vector256<byte> index) =>
        Avx2.Shuffle(
            Vector256.Create(Vector128.LoadUnsafe(in table, at)),
            Avx2.AddSaturate(
                index - Vector256.Create(at), Vector256.Create((byte)(0x80 - 16))));
}
