using System.Text;
using System.Text.RegularExpressions;

namespace Doorway.Tests;

/// <summary>
/// The tables of cases beside this file. A line is a text and what becomes of it, in columns; '#'
/// and a space begin a comment. <c>\t \n \r \0 \\ \u001b</c> are escapes, and <c>{a*64}</c> is 64
/// times "a".
/// </summary>
static partial class AddressCases
{
    internal static TheoryData<string, string> Accepted() =>
        new(Rows("accepted.tsv").Select(row => (Expand(row[0]), Expand(row[1]))));

    internal static TheoryData<string, int, string> Refused() =>
        new(Rows("refused.tsv").Select(row =>
            (Expand(row[0]), int.Parse(row[1]), row[2])));

    /// <summary>The services in the file beside this one, not the machine's own.</summary>
    internal static ServiceNames Services { get; } =
        new(Path.Combine(AppContext.BaseDirectory, "Address", "services"));

    /// <summary>What a message tells to write instead.</summary>
    internal static IEnumerable<string> AdviceIn(string message) =>
        Advice().Match(message).Groups.Values.Skip(1)
            .Where(group => group.Success)
            .Select(group => group.Value);

    static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Address", file), Encoding.UTF8)
            .Where(line => !line.StartsWith("# ", StringComparison.Ordinal))
            .Select(line => line.Split('\t'));

    static string Expand(string text) => Special().Replace(text, match => match.Value switch
    {
        ['{', ..] => string.Concat(
            Enumerable.Repeat(match.Groups["what"].Value, int.Parse(match.Groups["times"].Value))),
        [_, 'u', .. var code] => ((char)Convert.ToUInt16(code, 16)).ToString(),
        "\\t" => "\t",
        "\\n" => "\n",
        "\\r" => "\r",
        "\\0" => "\0",
        _ => "\\",
    });

    [GeneratedRegex(@"\\u[0-9a-f]{4}|\\[tnr0\\]|\{(?<what>[^*{]+)\*(?<times>[0-9]+)\}")]
    private static partial Regex Special();

    [GeneratedRegex(@"write (\S+)(?: or (\S+))?")]
    private static partial Regex Advice();
}
