using System.Globalization;

namespace Doorway.Tests.Text;

/// <summary>
/// The code points of UnicodeData.txt (Debian's package unicode-data): which are assigned, and the
/// upper case that the file itself gives, which is one code point at most.
/// </summary>
sealed class UnicodeData
{
    internal const string Folder = "/usr/share/unicode";

    static readonly Lazy<UnicodeData> Loaded = new(() => new UnicodeData());

    readonly Dictionary<int, int> _simpleUpper = [];
    readonly HashSet<int> _assigned = [];

    UnicodeData()
    {
        string path = Path.Combine(Folder, "UnicodeData.txt");
        if (!File.Exists(path)) throw new IOException($"{path}: apt-get install unicode-data");
        int first = 0;
        foreach (string line in File.ReadLines(path))
        {
            string[] fields = line.Split(';');
            int codePoint = Hex(fields[0]);
            if (!fields[1].EndsWith(", Last>", StringComparison.Ordinal)) first = codePoint;
            for (int i = first; i <= codePoint; i++) _assigned.Add(i);
            if (fields[12].Length > 0) _simpleUpper[codePoint] = Hex(fields[12]);
        }
    }

    internal static UnicodeData Instance => Loaded.Value;

    /// <summary>Every code point that UTF-8 can hold: all but the surrogates.</summary>
    internal static IEnumerable<int> Scalars =>
        Enumerable.Range(0, 0xD800).Concat(Enumerable.Range(0xE000, 0x110000 - 0xE000));

    internal bool IsAssigned(int codePoint) => _assigned.Contains(codePoint);

    internal int SimpleUpper(int codePoint) =>
        _simpleUpper.GetValueOrDefault(codePoint, codePoint);

    /// <summary>The code points with an upper case, where mistakes would show.</summary>
    internal IReadOnlyCollection<int> Lowercase => _simpleUpper.Keys;

    static int Hex(string field) => int.Parse(field, NumberStyles.HexNumber);
}
