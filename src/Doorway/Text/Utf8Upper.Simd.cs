using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Doorway.Text;

// The fast way. Runs of ASCII and of text go a vector at a time (AsciiRun, TextRun); where an end
// is near or a character needs another way, one vector with care (TextEdge). Such a character, and
// those behind it up to the next ASCII, go one by one through the tables: a step may read and
// write a margin without looking. What is left where an end is near goes to the reference.
public static partial class Utf8Upper
{
    const int Margin = 16;

    /// <summary>
    /// The bits of the vectors in use; 0 where there are none and all is scalar.
    /// </summary>
    internal static int VectorBits =>
        Bytes512.IsSupported ? 512 : Bytes256.IsSupported ? 256 : Bytes128.IsSupported ? 128 : 0;

    /// <summary>
    /// Converts from the start up to a character in the last bytes of either span.
    /// </summary>
    static void ConvertVectors(
        ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
    {
        consumed = written = 0;
        if (source.Length < Margin) return;
        ConvertWidest(source, destination, ref consumed, ref written);
        if (consumed == source.Length) return;

        // The rest begins with a whole character.
        int begun = Begun(ref MemoryMarshal.GetReference(source), consumed);
        consumed -= begun;
        written -= begun;
    }

    static void ConvertWidest(
        ReadOnlySpan<byte> source, Span<byte> destination, ref int consumed, ref int written)
    {
        if (Bytes512.IsSupported)
            ConvertVectors<Bytes512, Vector512<byte>>(
                source, destination, ref consumed, ref written);
        else if (Bytes256.IsSupported)
            ConvertVectors<Bytes256, Vector256<byte>>(
                source, destination, ref consumed, ref written);
        else if (Bytes128.IsSupported)
            ConvertVectors<Bytes128, Vector128<byte>>(
                source, destination, ref consumed, ref written);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ConvertVectors<B, V>(
        ReadOnlySpan<byte> source, Span<byte> destination, ref int read, ref int wrote)
        where B : IBytes<V> where V : struct
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(destination);
        int length = source.Length - Unfinished(ref Unsafe.Add(ref from, source.Length - 1));
        int room = destination.Length, start = 0;
        bool ascii = true;
        while (read < length)
        {
            if (ascii)
            {
                int run = AsciiRun.Convert<B, V>(
                    ref Unsafe.Add(ref from, read), ref Unsafe.Add(ref to, wrote),
                    Math.Min(length - read, room - wrote));
                read += run;
                wrote += run;
                ascii = false;
                if (read == length) return;
            }

            if (length - read > B.Size && read > 0)
            {
                ulong begun = TextBlock.IsPairLead(Unsafe.Add(ref from, read - 1));
                if (read > start || begun == 0)
                {
                    ascii = TextRun.Convert<B, V>(
                        ref from, length, ref to, room, begun, ref read, ref wrote);
                    if (ascii) continue;
                }
            }

            int before = read;
            if (TextEdge.Convert<B, V>(ref from, length, start, ref to, room, ref read, ref wrote))
            {
                if (!TrySteps(source, destination, ref read, ref wrote)) return;
                start = read;
            }
            else if (read == before) return;
        }
    }

    /// <summary>Converts a character that isn't ASCII, and those behind it.</summary>
    static bool TrySteps(
        ReadOnlySpan<byte> source, Span<byte> destination, ref int read, ref int wrote)
    {
        int lastRead = source.Length - Margin, lastWrite = destination.Length - Margin;
        if (read > lastRead || wrote > lastWrite) return false;
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(destination);
        do
        {
            read += Step(
                ref Unsafe.Add(ref from, read), ref Unsafe.Add(ref to, wrote), out int size);
            wrote += size;
        }
        while (read <= lastRead && wrote <= lastWrite && Unsafe.Add(ref from, read) >= 0x80);
        return true;
    }

    /// <summary>
    /// How many bytes before a place begin a character that goes on there. They went as they are.
    /// </summary>
    static int Begun(ref byte from, int at)
    {
        for (int back = 1; back <= Math.Min(at, 3); back++)
        {
            byte value = Unsafe.Add(ref from, at - back);
            int size = value < 0xC0 ? 0 : value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
            if (value is < 0x80 or >= 0xC0) return size > back ? back : 0;
        }

        return 0;
    }

    /// <summary>How many bytes at the end may begin a character that goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Unfinished(ref byte last)
    {
        // Without branches: where a text ends is hard to foretell.
        int unfinished = Unsafe.Subtract(ref last, 2) >= 0xF0 ? 3 : 0;
        if (Unsafe.Subtract(ref last, 1) >= 0xE0) unfinished = 2;
        return last >= 0xC0 ? 1 : unfinished;
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
