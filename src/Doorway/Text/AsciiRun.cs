using System.Runtime.CompilerServices;

namespace Doorway.Text;

/// <summary>
/// The upper case of a run of ASCII, four vectors a turn. It stops before a turn that would meet
/// any other byte.
/// </summary>
static class AsciiRun
{
    // As signed bytes, v - 'a' - 128 puts a..z at the very bottom and every other byte above, so
    // one comparison finds the letters (before AVX-512 an unsigned one takes more instructions).
    const byte LetterOffset = 'a' + 128;
    const byte LetterEnd = 128 + 26;
    const byte CaseBit = 'a' - 'A';

    /// <summary>The upper case of the ASCII letters in a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Upper<B, V>(V bytes) where B : IBytes<V> where V : struct =>
        B.Lower(bytes, B.Create(LetterOffset), B.Create(LetterEnd), B.Create(CaseBit));

    /// <summary>
    /// How many bytes were converted, of at most <paramref name="length"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Convert<B, V>(ref byte from, ref byte to, int length)
        where B : IBytes<V> where V : struct => length < 4 * B.Size
            ? 0 : Run<B, V>(ref from, ref to, length, LetterOffset, LetterEnd, CaseBit);

    // As parameters they stay in registers; constants would be loaded for every vector anew.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static int Run<B, V>(
        ref byte from, ref byte to, int length, byte letterOffset, byte letterEnd, byte caseBit)
        where B : IBytes<V> where V : struct
    {
        V offset = B.Create(letterOffset), end = B.Create(letterEnd), bit = B.Create(caseBit);
        nuint done = 0, last = (nuint)(length - 4 * B.Size), size = (nuint)B.Size;
        for (; done <= last; done += 4 * size)
        {
            V a = B.Load(ref from, done);
            V b = B.Load(ref from, done + size);
            V c = B.Load(ref from, done + 2 * size);
            V d = B.Load(ref from, done + 3 * size);
            if (B.HighBits(B.Or(B.Or(a, b), B.Or(c, d))) != 0) break;
            B.Store(B.Lower(a, offset, end, bit), ref to, done);
            B.Store(B.Lower(b, offset, end, bit), ref to, done + size);
            B.Store(B.Lower(c, offset, end, bit), ref to, done + 2 * size);
            B.Store(B.Lower(d, offset, end, bit), ref to, done + 3 * size);
        }

        return (int)done;
    }
}
