using Doorway.Text;
using Doorway.Tools.CaseTables;

namespace Doorway.Tests.Text;

public sealed class CaseTablesTests
{
    static readonly string Tables =
        Path.Combine(Repository(), "src", "Doorway", "Text", "CaseTables.cs");

    [Fact]
    public void The_checked_in_tables_are_what_the_Unicode_files_give() =>
        Assert.Equal((0, ""), Generate("--check", UnicodeData.Folder, Tables));

    [Fact]
    public void A_table_that_differs_is_found_and_named_in_one_line()
    {
        using TemporaryFolder folder = new();
        string copy = Path.Combine(folder.Path, "CaseTables.cs");
        File.WriteAllText(copy, File.ReadAllText(Tables).Replace("-32,", "-31,"));
        var (exitCode, notice) = Generate("--check", UnicodeData.Folder, copy);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(copy, notice);
        Assert.Single(notice.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Missing_Unicode_files_are_named_with_the_package_that_has_them()
    {
        using TemporaryFolder folder = new();
        var (exitCode, notice) = Generate("--check", folder.Path, Tables);

        Assert.Equal(1, exitCode);
        Assert.Contains("UnicodeData.txt is missing", notice);
        Assert.Contains("apt-get install unicode-data", notice);
        Assert.Single(notice.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--check", "folder", "file", "another")]
    public void A_wrong_command_line_shows_the_right_one(params string[] args)
    {
        var (exitCode, notice) = Generate(args);

        Assert.Equal(2, exitCode);
        Assert.Contains("[--check] [FOLDER [FILE]]", notice);
    }

    [Fact]
    public void The_version_is_the_one_that_the_Unicode_files_name() => Assert.StartsWith(
        $"# SpecialCasing-{Utf8Upper.UnicodeVersion}.txt",
        File.ReadLines(Path.Combine(UnicodeData.Folder, "SpecialCasing.txt")).First());

    static (int ExitCode, string Notice) Generate(params string[] args)
    {
        using StringWriter notices = new();
        return (Generator.Run(args, notices), notices.ToString());
    }

    static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Doorway.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new IOException("The tests run outside their repository.");
    }

    sealed class TemporaryFolder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("doorway-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
