namespace Doorway.Check;

/// <summary>
/// Commands that build a program and then run it. A check starts the program anew for each case:
/// then each builds it too, some fifty times, and in a folder that it may not write to.
/// </summary>
static class BuildsFirst
{
    /// <summary>What to run instead; null where nothing is built.</summary>
    /// <param name="command">The program and its arguments.</param>
    public static string? Advice(IReadOnlyList<string> command)
    {
        if (command.Count < 2)
        {
            return null;
        }

        string name = Path.GetFileNameWithoutExtension(command[0]);
        string? instead = (name, command[1]) switch
        {
            ("dotnet", "run") => "dotnet build, then --run 'dotnet bin/Debug/net10.0/NAME.dll'",
            ("go", "run") => "go build -o server, then --run ./server",
            ("cargo", "run") => "cargo build, then --run target/debug/NAME",
            ("java", _) when command[1].EndsWith(".java", StringComparison.Ordinal) =>
                $"javac {command[1]}, then --run 'java NAME'",
            _ => null,
        };
        return instead is null ? null
            : $"{name} {command[1]} builds the program at each start; faster and surer: {instead}";
    }
}
