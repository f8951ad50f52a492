using Doorway.Check;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Checks;

/// <summary>What was asked for, as it can be asked for again.</summary>
sealed record CheckRequest
{
    /// <summary>The part that the program plays.</summary>
    public required CheckRole Role { get; init; }

    /// <summary>The program, as it was written; null for a server that runs already.</summary>
    public string? Run { get; init; }

    /// <summary>Where the server is; null where that is to be found out.</summary>
    public string? Address { get; init; }

    /// <summary>
    /// The other words of the command line that decide what a case does, such as
    /// <c>--profile line</c>.
    /// </summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The ids, or their beginnings, that were asked for; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>What the program is called in a heading.</summary>
    public string Name => Run ?? Address ?? CheckWords.Of(Role);

    /// <summary>The command, exactly as a shell takes it.</summary>
    public string Command =>
        ShellWords.Join([.. Words, .. Only.SelectMany(id => (string[])["--only", id])]);

    /// <summary>The command that runs one case again.</summary>
    public string Again(string id) => ShellWords.Join([.. Words, "--only", id]);

    IEnumerable<string> Words =>
    [
        "doorway", "check", CheckWords.Of(Role), .. Run is null ? [] : (string[])["--run", Run],
        .. Address is null ? [] : (string[])[Address], .. Options,
    ];
}
