using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Doorway.Text;

/// <summary>
/// The upper case of a run of ASCII, whole vectors at a time: found and converted in one pass,
/// four vectors a turn while the run lasts. It stops before a vector that holds any other byte.
/// </summary>
static class AsciiRun
{
    /// <summary>
    /// How many bytes from the start were converted, of at most <paramref name="length"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Convert(ref byte from, ref byte to, int length)
    {
        if (Vector512.IsHardwareAccelerated)
            return length < 64 ? 0 : Convert512(ref from, ref to, length);
        if (Vector256.IsHardwareAccelerated)
            return length < 32 ? 0 : Convert256(ref from, ref to, length);
        return length < 16 ? 0 : Convert128(ref from, ref to, length);
    }

    // As signed bytes, v - 'a' - 128 puts a..z at the very bottom and every other byte above, so
    // one comparison finds the letters (before AVX-512 an unsigned one takes more instructions).
    const byte LetterOffset = 'a' + 128;
    const sbyte LetterEnd = -128 + 26;
    const byte CaseBit = 'a' - 'A';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> Upper(Vector128<byte> v) => v ^ (Vector128.LessThan(
        (v - Vector128.Create(LetterOffset)).AsSByte(), Vector128.Create(LetterEnd)).AsByte()
        & Vector128.Create(CaseBit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<byte> Upper(Vector256<byte> v) => v ^ (Vector256.LessThan(
        (v - Vector256.Create(LetterOffset)).AsSByte(), Vector256.Create(LetterEnd)).AsByte()
        & Vector256.Create(CaseBit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<byte> Upper(Vector512<byte> v) => v ^ (Vector512.LessThan(
        (v - Vector512.Create(LetterOffset)).AsSByte(), Vector512.Create(LetterEnd)).AsByte()
        & Vector512.Create(CaseBit));

    static int Convert128(ref byte from, ref byte to, int length)
    {
        const int Size = 16;
        int done = 0;
        for (; done <= length - 4 * Size; done += 4 * Size)
        {
            Vector128<byte> a = Vector128.LoadUnsafe(ref from, (nuint)done);
            Vector128<byte> b = Vector128.LoadUnsafe(ref from, (nuint)done + Size);
            Vector128<byte> c = Vector128.LoadUnsafe(ref from, (nuint)done + 2 * Size);
            Vector128<byte> d = Vector128.LoadUnsafe(ref from, (nuint)done + 3 * Size);
            if ((a | b | c | d).ExtractMostSignificantBits() != 0) break;
            Upper(a).StoreUnsafe(ref to, (nuint)done);
            Upper(b).StoreUnsafe(ref to, (nuint)done + Size);
            Upper(c).StoreUnsafe(ref to, (nuint)done + 2 * Size);
            Upper(d).StoreUnsafe(ref to, (nuint)done + 3 * Size);
        }

        for (; done <= length - Size; done += Size)
        {
            Vector128<byte> v = Vector128.LoadUnsafe(ref from, (nuint)done);
            if (v.ExtractMostSignificantBits() != 0) break;
            Upper(v).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    static int Convert256(ref byte from, ref byte to, int length)
    {
        const int Size = 32;
        int done = 0;
        for (; done <= length - 4 * Size; done += 4 * Size)
        {
            Vector256<byte> a = Vector256.LoadUnsafe(ref from, (nuint)done);
            Vector256<byte> b = Vector256.LoadUnsafe(ref from, (nuint)done + Size);
            Vector256<byte> c = Vector256.LoadUnsafe(ref from, (nuint)done + 2 * Size);
            Vector256<byte> d = Vector256.LoadUnsafe(ref from, (nuint)done + 3 * Size);
            if ((a | b | c | d).ExtractMostSignificantBits() != 0) break;
            Upper(a).StoreUnsafe(ref to, (nuint)done);
            Upper(b).StoreUnsafe(ref to, (nuint)done + Size);
            Upper(c).StoreUnsafe(ref to, (nuint)done + 2 * Size);
            Upper(d).StoreUnsafe(ref to, (nuint)done + 3 * Size);
        }

        for (; done <= length - Size; done += Size)
        {
            Vector256<byte> v = Vector256.LoadUnsafe(ref from, (nuint)done);
            if (v.ExtractMostSignificantBits() != 0) break;
            Upper(v).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    static int Convert512(ref byte from, ref byte to, int length)
    {
        const int Size = 64;
        int done = 0;
        for (; done <= length - 4 * Size; done += 4 * Size)
        {
            Vector512<byte> a = Vector512.LoadUnsafe(ref from, (nuint)done);
            Vector512<byte> b = Vector512.LoadUnsafe(ref from, (nuint)done + Size);
            Vector512<byte> c = Vector512.LoadUnsafe(ref from, (nuint)done + 2 * Size);
            Vector512<byte> d = Vector512.LoadUnsafe(ref from, (nuint)done + 3 * Size);
            if ((a | b | c | d).ExtractMostSignificantBits() != 0) break;
            Upper(a).StoreUnsafe(ref to, (nuint)done);
            Upper(b).StoreUnsafe(ref to, (nuint)done + Size);
            Upper(c).StoreUnsafe(ref to, (nuint)done + 2 * Size);
            Upper(d).StoreUnsafe(ref to, (nuint)done + 3 * Size);
        }

        for (; done <= length - Size; done += Size)
        {
            Vector512<byte> v = Vector512.LoadUnsafe(ref from, (nuint)done);
            if (v.ExtractMostSignificantBits() != 0) break;
            Upper(v).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }
}
