using System.Buffers.Binary;
using System.Text;

namespace Doorway.Tools.CaseTables;

/// <summary>
/// The mappings, packed. A page is the 64 characters whose UTF-8 differs in the last byte only:
/// the bytes before it find the page, and it finds the character in the page. Each character has
/// an action. 0 keeps it. Up to the number of deltas, one is added to the character's bytes, taken
/// as a big-endian number: whole alphabets share a delta. The actions above are replacements, for
/// forms of another length.
/// </summary>
sealed class Tables
{
    internal const int PageSize = 64;
    const int LongestReplacement = 6;

    /// <summary>The row of each page, up to the last page with an upper case.</summary>
    internal List<int> Pages { get; } = [];

    /// <summary>The different rows of actions, each with the first page that has it.</summary>
    internal List<(int FirstPage, byte[] Actions)> Rows { get; } = [(0, new byte[PageSize])];

    /// <summary>What is added to a character's bytes, and the first character with it.</summary>
    internal List<(int Example, int Value)> Deltas { get; } = [(0, 0)];

    /// <summary>Up to six UTF-8 bytes from the top, and in the lowest byte how many.</summary>
    internal List<(int Example, ulong Value)> Replacements { get; } = [];

    internal Tables(SortedDictionary<int, string> uppercase)
    {
        foreach (var (codePoint, upper) in uppercase) Number(codePoint, upper);
        for (int page = 0; page <= uppercase.Keys.Max() / PageSize; page++)
            Pages.Add(RowOf(page, uppercase));
        if (Math.Max(Deltas.Count + Replacements.Count, Rows.Count) > 1 + byte.MaxValue)
            throw new FormatException("The tables need numbers that no longer fit into a byte.");
        Vectors = new VectorTables(uppercase);
    }

    /// <summary>The tables of whole vectors, from the same mappings.</summary>
    internal VectorTables Vectors { get; }

    void Number(int codePoint, string upper)
    {
        if (Delta(codePoint, upper) is int delta)
        {
            if (!Deltas.Exists(known => known.Value == delta)) Deltas.Add((codePoint, delta));
        }
        else
        {
            ulong bytes = Replacement(upper);
            if (!Replacements.Exists(known => known.Value == bytes))
                Replacements.Add((codePoint, bytes));
        }
    }

    int RowOf(int page, SortedDictionary<int, string> uppercase)
    {
        byte[] actions = new byte[PageSize];
        for (int i = 0; i < PageSize; i++)
        {
            int codePoint = page * PageSize + i;
            if (uppercase.TryGetValue(codePoint, out string? upper))
                actions[i] = (byte)ActionOf(codePoint, upper);
        }

        int row = Rows.FindIndex(known => known.Actions.AsSpan().SequenceEqual(actions));
        if (row >= 0) return row;
        Rows.Add((page, actions));
        return Rows.Count - 1;
    }

    int ActionOf(int codePoint, string upper) =>
        Delta(codePoint, upper) is int delta
            ? Deltas.FindIndex(known => known.Value == delta)
            : Deltas.Count + Replacements.FindIndex(known => known.Value == Replacement(upper));

    static int? Delta(int codePoint, string upper)
    {
        byte[] from = Encoding.UTF8.GetBytes(char.ConvertFromUtf32(codePoint));
        byte[] to = Encoding.UTF8.GetBytes(upper);
        return from.Length == to.Length ? (int)(BigEndian(to) - BigEndian(from)) : null;
    }

    static long BigEndian(byte[] bytes) =>
        bytes.Aggregate(0L, (number, next) => number << 8 | next);

    static ulong Replacement(string upper)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(upper), packed = new byte[sizeof(ulong)];
        if (utf8.Length > LongestReplacement)
            throw new FormatException($"{upper} is longer than {LongestReplacement} bytes.");
        utf8.CopyTo(packed, 0);
        packed[^1] = (byte)utf8.Length;
        return BinaryPrimitives.ReadUInt64BigEndian(packed);
    }
}
