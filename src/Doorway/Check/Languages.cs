namespace Doorway.Check;

/// <summary>What a program is written in, told by the command that starts it.</summary>
static class Languages
{
    /// <summary>The language; unknown where the command doesn't show it.</summary>
    public static Language Of(IReadOnlyList<string> command)
    {
        foreach (string word in command)
        {
            Language language = OfWord(Path.GetFileName(word).ToLowerInvariant());
            if (language != Language.Unknown)
            {
                return language;
            }
        }

        return Language.Unknown;
    }

    static Language OfWord(string word) => word switch
    {
        _ when word.StartsWith("python") || word.EndsWith(".py") => Language.Python,
        "java" or "kotlin" => Language.Java,
        _ when word.EndsWith(".java") || word.EndsWith(".jar") || word.EndsWith(".class")
            => Language.Java,
        "node" or "nodejs" or "deno" or "bun" => Language.JavaScript,
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
