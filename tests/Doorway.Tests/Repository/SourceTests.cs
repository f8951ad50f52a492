using System.Text.RegularExpressions;
using Doorway.Tests.Command;

namespace Doorway.Tests.Repository;

/// <summary>What the compiler can't see: sizes, names and habits of the source.</summary>
public sealed class SourceTests
{
    /// <summary>Files over 300 lines, each with the reason for its length.</summary>
    static readonly Dictionary<string, string> LongFiles = new()
    {
        ["src/Doorway/Check/Peers/TcpPeer.cs"] = "all that is done to one connection",
        ["src/Doorway/Engines/Linux/LinuxListener.cs"] = "accepting, and what interrupts it",
        ["src/Doorway/Engines/Linux/LinuxStream.cs"] = "one state machine, on one thread",
        ["src/Doorway/Engines/Portable/RecordedSocket.cs"] = "every socket call, one after another",
        ["src/Doorway/Session.cs"] = "one state machine, whose transitions are read side by side",
    };

    static IEnumerable<string> Written =>
        SourceFiles.All("src").Where(path => !SourceFiles.IsGenerated(path));

    [Fact]
    public void A_file_over_300_lines_has_a_reason()
    {
        string[] files = [.. Written.Where(path => File.ReadLines(path).Count() > 300)
            .Select(SourceFiles.Relative)];
        Assert.Equal(LongFiles.Keys.Order(StringComparer.Ordinal), files);
    }

    [Fact]
    public void No_line_is_over_100_characters() =>
        Findings.None(LinesWhere(Written, line =>
            line.EnumerateRunes().Count() > 100));

    [Fact]
    public void There_are_no_regions_and_no_conditional_compilation() =>
        Findings.None(LinesWhere(Written, line => Regex.IsMatch(line, @"^\s*#\s*(region|if)\b")));

    [Fact]
    public void No_type_is_called_after_its_being_useful() =>
        Findings.None(LinesWhere(Written, line => Regex.IsMatch(line,
            @"\b(class|struct|interface|enum|record)\s+\w*(Utils?|Utilities|Helpers?|Manager)\b")));

    [Fact]
    public void Every_file_is_named_after_a_type_in_it()
    {
        string[] files = [.. Written.Where(path => Path.GetFileName(path) != "Program.cs")
            .Where(path => !Regex.IsMatch(File.ReadAllText(path),
                $@"\b(class|struct|interface|enum|record|delegate .*)\s+" +
                $@"{Path.GetFileName(path).Split('.')[0]}\b"))
            .Select(SourceFiles.Relative)];
        Findings.None(files);
    }

    [Fact]
    public void Lock_files_for_one_platform_hold_the_same_packages()
    {
        string folder = Path.Combine(Programs.Repository, "src", "Doorway.Cli");
        string common = Packages(Path.Combine(folder, "packages.lock.json"));
        string[] special = Directory.GetFiles(folder, "packages.*.lock.json");
        Assert.NotEmpty(special);
        foreach (string path in special)
            Assert.Equal(common, Packages(path));
    }

    static string Packages(string path)
    {
        // All but the platform's own section, which has no packages of its own.
        string text = Regex.Replace(File.ReadAllText(path), @",\s*""net[\d.]+/[\w-]+"": \{\}", "");
        return Regex.Replace(text, @"\s", "");
    }

    static string[] LinesWhere(IEnumerable<string> paths, Func<string, bool> isBad) =>
        [.. from path in paths
            where !SourceFiles.IsGenerated(path)
            from line in File.ReadLines(path).Select((text, index) => (text, number: index + 1))
            where isBad(line.text)
            select $"{SourceFiles.Relative(path)}:{line.number}: {line.text.Trim()}"];
}
