namespace Doorway.Cli.Terminal;

/// <summary>A command line as a shell would have to be given it.</summary>
static class ShellWords
{
    /// <summary>The words, quoted where they need it.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>A word, in quotes where a shell would take it apart or change it.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter)
            || "-_./:=@,%+[]".Contains(letter, StringComparison.Ordinal))
            ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
