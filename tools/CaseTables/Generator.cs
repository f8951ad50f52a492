namespace Doorway.Tools.CaseTables;

/// <summary>
/// Writes src/Doorway/Text/CaseTables.cs from the Unicode Character Database, or, with --check,
/// says whether the file is what the database gives. Exit codes: 0 ok, 1 it differs or can't be
/// made (one line says why), 2 usage.
/// </summary>
static class Generator
{
    const string Usage = """
        dotnet run --project tools/CaseTables -- [--check] [FOLDER [FILE]]

        FOLDER holds UnicodeData.txt and SpecialCasing.txt; by default it is /usr/share/unicode,
        where Debian's package unicode-data has them. FILE is src/Doorway/Text/CaseTables.cs.
        """;

    static int Main(string[] args) => Run(args, Console.Error);

    internal static int Run(string[] args, TextWriter notices)
    {
        bool check = args is ["--check", ..];
        string[] paths = args[(check ? 1 : 0)..];
        if (paths.Length > 2 || paths.Any(path => path.StartsWith('-')))
        {
            notices.WriteLine(Usage);
            return 2;
        }

        string folder = paths.ElementAtOrDefault(0) ?? "/usr/share/unicode";
        string output = paths.ElementAtOrDefault(1) ?? "src/Doorway/Text/CaseTables.cs";
        try
        {
            string made = TablesFile.Render(UnicodeFiles.Read(folder));
            if (!check) File.WriteAllText(output, made);
            else if (File.ReadAllText(output) != made)
            {
                notices.WriteLine($"{output} is not what {folder} gives: make it again.");
                return 1;
            }

            return 0;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            notices.WriteLine(e.Message);
            return 1;
        }
    }
}
