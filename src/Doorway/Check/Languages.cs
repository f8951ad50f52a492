namespace Doorway.Check;

/// <summary>
/// What a program is written in, told by the command that starts it, by its file, or by how it
/// died.
/// </summary>
static class Languages
{
    /// <summary>The language; unknown where neither the command nor a file shows it.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">The folder that it runs in; ours where null.</param>
    public static Language Of(IReadOnlyList<string> command, string? folder = null)
    {
        Language language = OfWords(command);
        for (int i = 0; i < command.Count && language == Language.Unknown; i++)
        {
            // A bare name is looked for on PATH; what is installed there is nobody's homework.
            if (command[i].Length > 0 && (i > 0 || command[i].Contains('/')))
            {
                language = ProgramFile.LanguageOf(Path.Combine(folder ?? "", command[i]));
            }
        }

        return language;
    }

    /// <summary>The same by the words alone.</summary>
    public static Language OfWords(IEnumerable<string> words) => words
        .Select(word => OfWord(Path.GetFileName(word).ToLowerInvariant()))
        .FirstOrDefault(language => language != Language.Unknown);

    /// <summary>What the standard errors shown in findings tell; unknown where none does.
    /// </summary>
    public static Language Of(IEnumerable<Finding> findings) => findings
        .Select(finding => CrashSite.Of(Running.LastWords.LinesOf(finding)))
        .FirstOrDefault(site => site is not null)?.Language ?? Language.Unknown;

    static Language OfWord(string word) => word switch
    {
        _ when word.StartsWith("python") || word.StartsWith("pypy") || word.EndsWith(".py")
            => Language.Python,
        "java" or "javac" or "kotlin" or "mvn" or "gradle" or "gradlew" => Language.Java,
        _ when word.EndsWith(".java") || word.EndsWith(".jar") || word.EndsWith(".class")
            => Language.Java,
        "node" or "nodejs" or "deno" or "bun" or "npm" or "npx" => Language.JavaScript,
        _ when word.EndsWith(".js") || word.EndsWith(".mjs") || word.EndsWith(".ts")
            => Language.JavaScript,
        "dotnet" => Language.CSharp,
        _ when word.EndsWith(".cs") || word.EndsWith(".csproj") || word.EndsWith(".dll")
            => Language.CSharp,
        "go" => Language.Go,
        _ when word.EndsWith(".go") => Language.Go,
        "cargo" => Language.Rust,
        _ when word.EndsWith(".rs") => Language.Rust,
        _ when word.EndsWith(".c") || word.EndsWith(".cpp") || word.EndsWith(".cc") => Language.C,
        _ => Language.Unknown,
    };
}
