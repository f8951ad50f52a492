using System.Text;

namespace Doorway.Tools.CaseTables;

/// <summary>
/// What a vector of text needs. Characters of two bytes go by pairs of lead bytes: 128 characters,
/// one lookup. A pair has two tables, for the lead byte and for the one that follows, of what is
/// added to it. Of longer characters only those with an upper case matter: their first two bytes
/// each have bits, and a character may have an upper case where both share one.
/// </summary>
sealed class VectorTables
{
    /// <summary>In a lead byte's place: the character needs another way.</summary>
    internal const byte Hard = 0x80;

    /// <summary>In a following byte's place: the upper case is one byte shorter.</summary>
    internal const byte LeftOut = 0x80;

    const int FirstLead = 0xC0, LastLead = 0xDF, PairLength = 256, FollowingBytes = 128;

    /// <summary>
    /// By pairs of lead bytes from C0 on: 128 bytes for leads, then 128 for what follows them. The
    /// lead's lowest bit and the following byte's six bits are the place in each.
    /// </summary>
    internal byte[] Pairs { get; } = new byte[(LastLead - FirstLead + 1) / 2 * PairLength];

    /// <summary>The bits of lead bytes, by their lowest six.</summary>
    internal byte[] Leads { get; } = new byte[64];

    /// <summary>The bits of second bytes, by their lowest six.</summary>
    internal byte[] Seconds { get; } = new byte[64];

    internal VectorTables(SortedDictionary<int, string> uppercase)
    {
        List<byte> leads = [];
        foreach (var (codePoint, upper) in uppercase)
        {
            byte[] from = Encoding.UTF8.GetBytes(char.ConvertFromUtf32(codePoint));
            if (from.Length == 2) AddPair(from, Encoding.UTF8.GetBytes(upper));
            else if (from.Length > 2) AddLonger(from[0], from[1], leads);
        }
    }

    void AddPair(byte[] from, byte[] to)
    {
        int place = (from[0] - FirstLead) / 2 * PairLength + (from[0] & 1) * 64 + (from[1] & 0x3F);
        if (to.Length > 2) Pairs[place] = Hard;
        else
        {
            Pairs[place] = Difference(from[0], to[0]);
            Pairs[place + FollowingBytes] = to.Length == 1 ? LeftOut : Difference(from[1], to[1]);
        }
    }

    static byte Difference(byte from, byte to)
    {
        byte difference = (byte)(to - from);
        return difference is not Hard and not LeftOut ? difference
            : throw new FormatException("A difference is the same as a mark.");
    }

    void AddLonger(byte lead, byte second, List<byte> leads)
    {
        if (!leads.Contains(lead)) leads.Add(lead);
        int bit = leads.IndexOf(lead);
        if (bit >= 8) throw new FormatException("The lead bytes need more than eight bits.");
        Leads[lead & 0x3F] |= (byte)(1 << bit);
        Seconds[second & 0x3F] |= (byte)(1 << bit);
    }
}
