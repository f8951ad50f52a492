using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Doorway.Tools.CaseTables;

/// <summary>
/// The upper-case mappings of the Unicode Character Database, as UAX #44 describes its files:
/// field 12 of UnicodeData.txt, overruled by the unconditional rows of SpecialCasing.txt.
/// </summary>
/// <param name="Version">The Unicode version, such as 15.0.0.</param>
/// <param name="Sources">A line for each file: its SHA-256 and its name.</param>
/// <param name="Uppercase">The upper case of each code point that has one unlike itself.</param>
sealed partial record UnicodeFiles(
    string Version, IReadOnlyList<string> Sources, SortedDictionary<int, string> Uppercase)
{
    const string UnicodeData = "UnicodeData.txt", SpecialCasing = "SpecialCasing.txt";

    internal static UnicodeFiles Read(string folder)
    {
        byte[] data = ReadFile(folder, UnicodeData), special = ReadFile(folder, SpecialCasing);
        string[] specialLines = Lines(special);
        Match version = VersionLine().Match(specialLines[0]);
        if (!version.Success) throw new FormatException($"{SpecialCasing} names no version.");

        SortedDictionary<int, string> uppercase = [];
        ReadSimple(Lines(data), uppercase);
        ReadSpecial(specialLines, uppercase);
        string[] sources = [Source(UnicodeData, data), Source(SpecialCasing, special)];
        return new UnicodeFiles(version.Groups[1].Value, sources, uppercase);
    }

    static byte[] ReadFile(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new IOException($"{path} is missing (Debian: apt-get install unicode-data).");
    }

    static void ReadSimple(string[] lines, SortedDictionary<int, string> uppercase)
    {
        foreach (string line in lines)
        {
            if (line.Split(';') is not { Length: 15 } fields) continue;
            if (fields[12].Length > 0) uppercase[CodePoint(fields[0])] = Text(fields[12]);
        }
    }

    // code; lower; title; upper; [condition;] # comment
    static void ReadSpecial(string[] lines, SortedDictionary<int, string> uppercase)
    {
        foreach (string line in lines)
        {
            string[] fields = line.Split('#')[0].Split(';', StringSplitOptions.TrimEntries);
            if (fields.Length != 5) continue; // a comment, or a row under a condition
            int codePoint = CodePoint(fields[0]);
            string upper = Text(fields[3]);
            if (upper == char.ConvertFromUtf32(codePoint)) uppercase.Remove(codePoint);
            else uppercase[codePoint] = upper;
        }
    }

    static string[] Lines(byte[] file) => Encoding.UTF8.GetString(file).Split('\n');

    static string Source(string name, byte[] file) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(file))} {name}";

    static string Text(string codePoints) =>
        string.Concat(codePoints.Split(' ').Select(CodePoint).Select(char.ConvertFromUtf32));

    static int CodePoint(string field) =>
        int.Parse(field, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# SpecialCasing-(\d+\.\d+\.\d+)\.txt")]
    private static partial Regex VersionLine();
}
