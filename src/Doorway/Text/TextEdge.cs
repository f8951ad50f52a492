using System.Numerics;
using System.Runtime.CompilerServices;

namespace Doorway.Text;

/// <summary>
/// The upper case of one vector's worth of text at most, where an end is near or a character
/// needs another way.
/// </summary>
static class TextEdge
{
    /// <summary>
    /// Converts up to such a character; nothing where there might be too little room. At
    /// <paramref name="start"/> no character is begun, whatever the byte before it is.
    /// </summary>
    /// <returns>Whether it stopped at such a character.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool Convert<B, V>(
        ref byte from, int length, int start, ref byte to, int room, ref int read, ref int wrote)
        where B : IBytes<V> where V : struct
    {
        int at = read, put = wrote, taken = Math.Min(length - at, B.Size), kept = taken;
        if (room - put < taken) return false;
        V block = B.LoadEdge(ref from, at, start, length);
        ulong begun = at > start ? TextBlock.IsPairLead(Unsafe.Add(ref from, at - 1)) : 0;
        ulong leads = B.AtLeast(block, TextBlock.FirstLead);
        V upper = AsciiRun.Upper<B, V>(block);
        ulong stops = 0;
        if ((leads | begun) != 0)
        {
            V next = B.LoadEdge(ref from, at + 1, start, length);
            ulong longLeads = B.AtLeast(block, TextBlock.FirstLongLead);
            ulong pairs = leads & ~longLeads;
            stops = TextBlock.LongStops<B, V>(block, next, longLeads)
                | (pairs & ~B.Following(next));
            if ((pairs | begun) != 0)
            {
                V previous = B.LoadEdge(ref from, at - 1, start, length);
                V change = TextBlock.Change<B, V>(
                    ref Unsafe.Add(ref from, at), block, previous, next, pairs, begun);
                upper = B.Add(upper, change);
                ulong marks = B.Equal(change, CaseTables.Hard), drops = marks & ~pairs;
                stops |= marks & pairs;
                if (drops != 0)
                {
                    ulong reached = drops & (LowestBit(stops) - 1);
                    if (B.CanLeaveOut)
                    {
                        upper = B.LeaveOut(upper, change, CaseTables.LeftOut);
                        kept -= BitOperations.PopCount(reached);
                    }
                    else if (reached != 0)
                    {
                        // Without its second byte the character is done already.
                        kept = BitOperations.TrailingZeroCount(reached);
                        taken = kept + 1;
                        stops = 0;
                    }
                }
            }
        }

        if (stops != 0)
        {
            int stop = BitOperations.TrailingZeroCount(stops);
            kept -= taken - stop;
            taken = stop;
        }

        if (room - put >= B.Size) B.Store(upper, ref to, (uint)put);
        else B.StoreFirst(upper, ref to, put, kept);
        read = at + taken;
        wrote = put + kept;
        return stops != 0;
    }

    // 0 where there is none.
    static ulong LowestBit(ulong bits) => bits & (0 - bits);
}
