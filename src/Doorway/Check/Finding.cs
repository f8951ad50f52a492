namespace Doorway.Check;

/// <summary>What is wrong with a program, with the proof.</summary>
public sealed record Finding
{
    /// <summary>What was seen, in one sentence with its figures.</summary>
    public required string Symptom { get; init; }

    /// <summary>The proof.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>
    /// Where the program died and of what, in its own code as far as its runtime told it:
    /// "server.py, line 12: ValueError: ...". Null where it did not die, or nothing told it.
    /// </summary>
    public string? Place { get; init; }

    /// <summary>
    /// What is likely wrong in this very program, where more can be told than the case's
    /// <see cref="Explanation"/> does; the likeliest first.
    /// </summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    // When it was made. It is there as soon as the case knows, so what happened later is not why.
    internal DateTime Made { get; } = DateTime.UtcNow;

    /// <summary>What to change, where more can be told than the explanation does.</summary>
    public string? Fix { get; init; }
}
