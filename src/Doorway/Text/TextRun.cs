using System.Numerics;
using System.Runtime.CompilerServices;

namespace Doorway.Text;

/// <summary>
/// The upper case of text in the middle of both spans: whole vectors, with a byte before and
/// behind each.
/// </summary>
static class TextRun
{
    // Of text longer than the caches more is on its way then than the processor asks for itself.
    const uint Ahead = 2048;

    /// <summary>
    /// Converts until a vector meets an end, or a character that needs another way, or only ASCII
    /// has come for a while. <paramref name="begun"/> is 1 where the byte before is a lead byte
    /// of two, otherwise 0.
    /// </summary>
    /// <returns>Whether it was ASCII.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool Convert<B, V>(
        ref byte from, int length, ref byte to, int room,
        ulong begun, ref int read, ref int wrote)
        where B : IBytes<V> where V : struct
    {
        int at = read, put = wrote, lastRead = length - B.Size - 1, lastWrite = room - B.Size;
        bool ascii = false;
        while (at <= lastRead && put <= lastWrite)
        {
            B.Prefetch(ref from, (uint)at + Ahead);
            B.Prefetch(ref to, (uint)put + Ahead);
            V block = B.Load(ref from, (uint)at);
            ulong leads = B.AtLeast(block, TextBlock.FirstLead);
            V upper = AsciiRun.Upper<B, V>(block);
            if ((leads | begun) == 0)
            {
                B.Store(upper, ref to, (uint)put);
                at += B.Size;
                put += B.Size;
                if (ascii) break;
                ascii = true;
                continue;
            }

            ascii = false;
            V next = B.Load(ref from, (uint)at + 1);
            ulong longLeads = B.AtLeast(block, TextBlock.FirstLongLead);
            if (TextBlock.LongStops<B, V>(block, next, longLeads) != 0) break;
            ulong pairs = leads & ~longLeads;
            if ((pairs | begun) != 0)
            {
                if ((pairs & ~B.Following(next)) != 0) break;
                V previous = B.Load(ref from, (uint)at - 1);
                V change = TextBlock.Change<B, V>(
                    ref Unsafe.Add(ref from, at), block, previous, next, pairs, begun);
                upper = B.Add(upper, change);
                ulong marks = B.Equal(change, CaseTables.Hard);
                if (marks != 0)
                {
                    if (!B.CanLeaveOut || (marks & pairs) != 0) break;
                    B.Store(
                        B.LeaveOut(upper, change, CaseTables.LeftOut), ref to, (uint)put);
                    begun = pairs >> (B.Size - 1);
                    at += B.Size;
                    put += B.Size - BitOperations.PopCount(marks);
                    continue;
                }
            }

            B.Store(upper, ref to, (uint)put);
            begun = pairs >> (B.Size - 1);
            at += B.Size;
            put += B.Size;
        }

        read = at;
        wrote = put;
        return ascii && at <= lastRead;
    }
}
