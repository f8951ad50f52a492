using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Doorway.Text;

/// <summary>16 bytes, by .NET's portable vectors alone.</summary>
readonly unsafe struct Bytes128 : IBytes<Vector128<byte>>
{
    internal static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Size => 16;

    public static bool CanLeaveOut => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref byte from, nuint at)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref from, at)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(ref byte from, nuint at) =>
        Vector128.LoadUnsafe(ref from, at);

    public static Vector128<byte> LoadEdge(ref byte from, int at, int start, int end)
    {
        Vector128<byte> vector = default;
        int first = Math.Max(at, start), last = Math.Min(end, at + Size);
        if (first < last)
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref from, first), last - first).CopyTo(
                MemoryMarshal.CreateSpan(ref Unsafe.As<Vector128<byte>, byte>(ref vector), Size)
                    [(first - at)..]);
        return vector;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> vector, ref byte to, nuint at) =>
        vector.StoreUnsafe(ref to, at);

    public static void StoreFirst(Vector128<byte> vector, ref byte to, int at, int count) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<Vector128<byte>, byte>(ref vector), count)
            .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, at), count));

    public static Vector128<byte> LeaveOut(
        Vector128<byte> vector, Vector128<byte> marks, byte mark) =>
        throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Create(byte value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Or(Vector128<byte> left, Vector128<byte> right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add(Vector128<byte> left, Vector128<byte> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Lower(
        Vector128<byte> vector, Vector128<byte> offset, Vector128<byte> end,
        Vector128<byte> change) => vector - (change
            & Vector128.LessThan((vector - offset).AsSByte(), end.AsSByte()).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong HighBits(Vector128<byte> vector) => vector.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(Vector128<byte> vector, byte least) =>
        Vector128.GreaterThanOrEqual(vector, Vector128.Create(least)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(Vector128<byte> vector, byte value) =>
        Vector128.Equals(vector, Vector128.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Following(Vector128<byte> vector) => Vector128.LessThan(
        vector.AsSByte(), Vector128.Create((sbyte)-64)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Share(
        ref readonly byte table, Vector128<byte> index,
        ref readonly byte otherTable, Vector128<byte> otherIndex)
    {
        var left = Lookup64(in table, index & Vector128.Create((byte)0x3F));
        var right = Lookup64(in otherTable, otherIndex & Vector128.Create((byte)0x3F));
        return (uint)~Vector128.Equals(left & right, Vector128<byte>.Zero)
            .ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Lookup(
        ref readonly byte table, Vector128<byte> half, Vector128<byte> index, byte even)
    {
        var upper = Vector128.Equals(half & Vector128<byte>.One, Vector128<byte>.Zero);
        index &= Vector128.Create((byte)0x3F);
        var found = Vector128.ConditionalSelect(
            upper, Lookup64(in table, index),
            Lookup64(in Unsafe.Add(ref Unsafe.AsRef(in table), 64), index));
        return found & Vector128.Equals(
            half & Vector128.Create((byte)0xFE), Vector128.Create(even));
    }

    // A shuffle gives zero for an index past its sixteen bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<byte> Lookup64(ref readonly byte table, Vector128<byte> index) =>
        Vector128.Shuffle(Vector128.LoadUnsafe(in table), index)
        | Vector128.Shuffle(
            Vector128.LoadUnsafe(in table, 16), index - Vector128.Create((byte)16))
        | Vector128.Shuffle(
            Vector128.LoadUnsafe(in table, 32), index - Vector128.Create((byte)32))
        | Vector128.Shuffle(
            Vector128.LoadUnsafe(in table, 48), index - Vector128.Create((byte)48));
}
