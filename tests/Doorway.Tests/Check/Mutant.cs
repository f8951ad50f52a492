using System.Text.RegularExpressions;
using Doorway.Check;
using Doorway.Tests.Command;

namespace Doorway.Tests.Check;

/// <summary>
/// A small program in tests/peers/bad or tests/peers/good, and what its first lines say of it:
/// <c>check: server tcp line</c> (role, transport if it is to be told, profile or <c>auto</c>) and
/// <c>finds:</c> with all ids that it yields, or none.
/// </summary>
sealed partial record Mutant(
    string Name, CheckRole Role, Transport? Transport, CheckProfile? Profile,
    IReadOnlyList<string> Finds)
{
    const int HeaderLines = 12;

    static readonly string[] Endings = [".py", ".c", ".java", ".js", ".cs", ".go", ".rs"];

    /// <summary>
    /// The programs of a folder of tests/peers, by their paths in it. DOORWAY_MUTANTS narrows them
    /// down to those whose path contains it, while one is written.
    /// </summary>
    public static IEnumerable<string> Names(string folder) =>
        from path in Directory.EnumerateFiles(
            Path.Combine(Programs.Peers, folder), "*", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Programs.Peers, path)
        where Endings.Contains(Path.GetExtension(name))
        where !name.Contains("/obj/") && !name.Contains("/bin/")
        where Path.GetFileName(name) != "Program.cs"
        where IsAskedFor(name)
        orderby name
        select name;

    /// <summary>Whether DOORWAY_MUTANTS leaves it in.</summary>
    public static bool IsAskedFor(string name) =>
        name.Contains(Environment.GetEnvironmentVariable("DOORWAY_MUTANTS") ?? "");

    /// <summary>What the first lines of a program say.</summary>
    public static Mutant Read(string name)
    {
        string[] lines = [.. File.ReadLines(Path.Combine(Programs.Peers, name)).Take(HeaderLines)];
        string[] check = Words(lines, CheckLine()) ??
            throw new InvalidDataException($"{name} has no line '# check: ...'");
        return new Mutant(
            name,
            Enum.Parse<CheckRole>(check[0], ignoreCase: true),
            check.Length < 3 ? null : Enum.Parse<Transport>(check[1], ignoreCase: true),
            check[^1] == "auto"
                ? null : Enum.Parse<CheckProfile>(check[^1].Replace("-", ""), ignoreCase: true),
            Words(lines, FindsLine()) ??
                throw new InvalidDataException($"{name} has no line '# finds:'"));
    }

    static string[]? Words(string[] lines, Regex line) => lines
        .Select(one => line.Match(one))
        .Where(match => match.Success)
        .Select(match => match.Groups[1].Value.Split(
            ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .FirstOrDefault();

    /// <summary>How it is checked.</summary>
    public async Task<CheckPlan> PlanAsync()
    {
        int port = FreePorts.Next();
        return new CheckPlan
        {
            Role = Role,
            Command = [.. await MutantBuilds.CommandAsync(Name), $"{port}"],
            Address = Transport is { } transport ? Address.Of(transport, "", port) : null,
            Profile = Profile,

            // A machine with much else to do must not change what is found.
            CaseTime = TimeSpan.FromSeconds(20),
            TotalTime = TimeSpan.FromMinutes(4),
        };
    }

    [GeneratedRegex(@"^(?:#|//|/?\*)\s*check:(.*?)(?:\*/)?$")]
    private static partial Regex CheckLine();

    [GeneratedRegex(@"^(?:#|//|/?\*)\s*finds:(.*?)(?:\*/)?$")]
    private static partial Regex FindsLine();
}
