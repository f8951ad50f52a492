using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Doorway.Text;

/// <summary>64 bytes, where the processor shuffles and compresses them (AVX-512 VBMI2).</summary>
readonly unsafe struct Bytes512 : IBytes<Vector512<byte>>
{
    internal static bool IsSupported =>
        Vector512.IsHardwareAccelerated && Avx512Vbmi.IsSupported && Avx512Vbmi2.IsSupported;

    public static int Size => 64;

    public static bool CanLeaveOut => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref byte from, nuint at)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref from, at)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(ref byte from, nuint at) =>
        Vector512.LoadUnsafe(ref from, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LoadEdge(ref byte from, int at, int start, int end)
    {
        var first = Vector512.Create((byte)Math.Max(start - at, 0));
        var mask = Vector512.LessThan(
            Vector512<byte>.Indices - first,
            Vector512.Create((byte)Math.Min(end - at, Size)) - first);
        // What the mask leaves out may lie where nothing may be read.
        fixed (byte* here = &Unsafe.Add(ref from, at))
            return Avx512BW.MaskLoad(here, mask, Vector512<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<byte> vector, ref byte to, nuint at) =>
        vector.StoreUnsafe(ref to, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Vector512<byte> vector, ref byte to, int at, int count)
    {
        var mask = Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)count));
        fixed (byte* there = &Unsafe.Add(ref to, at)) Avx512BW.MaskStore(there, mask, vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LeaveOut(
        Vector512<byte> vector, Vector512<byte> marks, byte mark) => Avx512Vbmi2.Compress(
            Vector512<byte>.Zero,
            Vector512.GreaterThan(marks ^ Vector512.Create(mark), Vector512<byte>.Zero), vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Create(byte value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Or(Vector512<byte> left, Vector512<byte> right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Add(Vector512<byte> left, Vector512<byte> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Lower(
        Vector512<byte> vector, Vector512<byte> offset, Vector512<byte> end,
        Vector512<byte> change) => Vector512.ConditionalSelect(
            Vector512.LessThan((vector - offset).AsSByte(), end.AsSByte()).AsByte(),
            vector - change, vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HighBits(Vector512<byte> vector) => vector.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(Vector512<byte> vector, byte least) =>
        Vector512.GreaterThanOrEqual(vector, Vector512.Create(least)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(Vector512<byte> vector, byte value) =>
        Vector512.Equals(vector, Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Following(Vector512<byte> vector) => Vector512.LessThan(
        vector.AsSByte(), Vector512.Create((sbyte)-64)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Share(
        ref readonly byte table, Vector512<byte> index,
        ref readonly byte otherTable, Vector512<byte> otherIndex)
    {
        var left = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(in table), index);
        var right = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(in otherTable), otherIndex);
        return ~Vector512.Equals(left & right, Vector512<byte>.Zero)
            .ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Lookup(
        ref readonly byte table, Vector512<byte> half, Vector512<byte> index, byte even)
    {
        // The shift moves bits between bytes too, but not into bit 6; the lookup ignores bit 7.
        var upper = (half.AsUInt16() << 6).AsByte() & Vector512.Create((byte)0x40);
        var found = Avx512Vbmi.PermuteVar64x8x2(
            Vector512.LoadUnsafe(in table), upper | (index & Vector512.Create((byte)0xBF)),
            Vector512.LoadUnsafe(in table, 64));
        return found & Vector512.Equals(
            half & Vector512.Create((byte)0xFE), Vector512.Create(even));
    }
}
