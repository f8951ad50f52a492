namespace Doorway.Check;

/// <summary>How to start a program.</summary>
sealed record Launch
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The folder it runs in; null for ours.</summary>
    public string? Folder { get; init; }

    /// <summary>What it may use up.</summary>
    public SubjectLimits Limits { get; init; } = new();

    /// <summary>Where it runs; null for a program that is trusted, with our own rights.</summary>
    public Room? Room { get; init; }
}
