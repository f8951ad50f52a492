using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Doorway.Text;

/// <summary>
/// What becomes of a vector of text. A byte finds its character through its neighbours, so there
/// are three vectors: the block, and the same one byte earlier and later.
/// </summary>
/// <remarks>
/// Nothing is validated. Two bytes are a character wherever a lead byte and a following one meet.
/// Longer ones are copied, well-formed or not, but for the few that may have an upper case: there
/// the vectors stop.
/// </remarks>
static class TextBlock
{
    internal const byte FirstLead = 0xC2, FirstLongLead = 0xE0;
    const byte FirstPair = 0xC0, PairMask = 0xFE;
    const int PairLength = 256, FollowingBytes = 128;

    /// <summary>1 for the lead byte of a character of two, otherwise 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong IsPairLead(byte value) =>
        value - (uint)FirstLead < FirstLongLead - FirstLead ? 1u : 0;

    /// <summary>
    /// Which of the lead bytes of three or four are those of characters that may have an upper
    /// case.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong LongStops<B, V>(V block, V next, ulong leads)
        where B : IBytes<V> where V : struct => leads == 0 ? 0 : leads & B.Share(
            in MemoryMarshal.GetReference(CaseTables.Leads), block,
            in MemoryMarshal.GetReference(CaseTables.Seconds), next);

    /// <summary>
    /// What is added to the bytes of characters of two; <see cref="CaseTables.Hard"/> and
    /// <see cref="CaseTables.LeftOut"/> are marks. The lead bytes are those in the block, each
    /// followed by another byte, and, where one has <paramref name="begun"/> (1, otherwise 0), the
    /// byte before the block, whose first byte is <paramref name="at"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Change<B, V>(
        ref byte at, V block, V previous, V next, ulong leads, ulong begun)
        where B : IBytes<V> where V : struct
    {
        ref byte tables = ref MemoryMarshal.GetReference(CaseTables.Pairs);
        V change = default;
        // Once for each two lead bytes that occur: once or twice, in most languages.
        do
        {
            int lead = BitOperations.TrailingZeroCount(leads | begun) - (int)begun;
            byte pair = (byte)(Unsafe.Add(ref at, lead) & PairMask);
            ref byte table = ref Unsafe.Add(ref tables, (pair - FirstPair) * (PairLength / 2));
            ref byte following = ref Unsafe.Add(ref table, FollowingBytes);
            change = B.Or(change, B.Or(
                B.Lookup(in table, block, next, pair),
                B.Lookup(in following, previous, block, pair)));
            leads &= ~(B.Equal(block, pair) | B.Equal(block, (byte)(pair + 1)));
            begun = 0;
        }
        while (leads != 0);
        return change;
    }
}
