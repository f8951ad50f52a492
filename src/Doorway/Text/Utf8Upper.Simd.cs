using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Doorway.Text;

// The fast way through the middle of a text. A step may read and write a margin of 16 bytes
// without looking, so none has an edge case; what is left where an end is near goes to the
// reference. A block of ASCII takes one step; of a mixed block the ASCII in front does, and the
// characters after it go one by one through the tables. A faster step for a kind of text belongs
// beside those two.
public static partial class Utf8Upper
{
    const int Margin = 16;

    /// <summary>
    /// The bits of the widest vector in use; 0 where there is none and all is scalar.
    /// </summary>
    internal static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>
    /// Converts from the start up to a character in the last bytes of either span.
    /// </summary>
    static void ConvertVectors(
        ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
    {
        int read = 0, wrote = 0;
        int lastRead = source.Length - Margin, lastWrite = destination.Length - Margin;
        if (!Vector128.IsHardwareAccelerated) lastRead = -1;
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(destination);

        while (read <= lastRead && wrote <= lastWrite)
        {
            var block = Vector128.LoadUnsafe(ref from, (nuint)read);
            AsciiRun.Upper(block).StoreUnsafe(ref to, (nuint)wrote);
            uint others = block.ExtractMostSignificantBits();
            if (others == 0)
            {
                read += Vector128<byte>.Count;
                wrote += Vector128<byte>.Count;
                int run = AsciiRun.Convert(
                    ref Unsafe.Add(ref from, read), ref Unsafe.Add(ref to, wrote),
                    Math.Min(source.Length - read, destination.Length - wrote));
                read += run;
                wrote += run;
                continue;
            }

            int ascii = BitOperations.TrailingZeroCount(others);
            read += ascii;
            wrote += ascii;
            while (read <= lastRead && wrote <= lastWrite && Unsafe.Add(ref from, read) >= 0x80)
            {
                read += Step(
                    ref Unsafe.Add(ref from, read), ref Unsafe.Add(ref to, wrote), out int size);
                wrote += size;
            }
        }

        consumed = read;
        written = wrote;
    }

    /// <summary>
    /// Converts the character at <paramref name="from"/>, or passes one ill-formed byte.
    /// </summary>
    /// <returns>How many bytes it read.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Step(ref byte from, ref byte to, out int size)
    {
        uint bytes = BinaryPrimitives.ReadUInt32BigEndian(MemoryMarshal.CreateSpan(ref from, 4));
        int length = WellFormed(bytes, out int page);
        if (length == 0)
        {
            to = from;
            return size = 1;
        }

        int shift = 32 - 8 * length, action = 0;
        if (page < CaseTables.Rows.Length)
            action = CaseTables.Actions[CaseTables.Rows[page] << 6 | (int)(bytes >> shift) & 0x3F];
        if (action >= CaseTables.FirstReplacement)
        {
            ulong upper = CaseTables.Replacements[action - CaseTables.FirstReplacement];
            BinaryPrimitives.WriteUInt64BigEndian(MemoryMarshal.CreateSpan(ref to, 8), upper);
            size = (int)(upper & 0xFF);
            return length;
        }

        bytes += (uint)(CaseTables.Deltas[action] << shift);
        BinaryPrimitives.WriteUInt32BigEndian(MemoryMarshal.CreateSpan(ref to, 4), bytes);
        return size = length;
    }

    /// <summary>
    /// The length of the sequence of two to four bytes at the top of <paramref name="bytes"/>, and
    /// 0 where it is ill-formed (Unicode, table 3-7).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int WellFormed(uint bytes, out int page)
    {
        if ((bytes & 0xE0C0_0000) == 0xC080_0000)
        {
            page = (int)(bytes >> 24 & 0x1F);
            return page >= 0x2 ? 2 : 0;
        }

        if ((bytes & 0xF0C0_C000) == 0xE080_8000)
        {
            page = (int)(bytes >> 18 & 0x3C0 | bytes >> 16 & 0x3F);
            bool surrogate = (page & 0x3E0) == 0x360;
            return page >= 0x20 && !surrogate ? 3 : 0;
        }

        page = (int)(bytes >> 12 & 0x7000 | bytes >> 10 & 0xFC0 | bytes >> 8 & 0x3F);
        return (bytes & 0xF8C0_C0C0) == 0xF080_8080 && page is >= 0x400 and < 0x4400 ? 4 : 0;
    }
}
