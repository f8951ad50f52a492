namespace Doorway.Check;

/// <summary>
/// What a case teaches, whatever program it is run on: printed by <c>check explain</c>, and the
/// text of the case's page.
/// </summary>
public sealed record Explanation
{
    /// <summary>Why the requirement is there: what happens to a program that breaks it.</summary>
    public required string Why { get; init; }

    /// <summary>What the case does, so that it can be done by hand.</summary>
    public required string How { get; init; }

    /// <summary>
    /// What is likely wrong, the likeliest first. More than one means that it can't be told from
    /// outside which.
    /// </summary>
    public required IReadOnlyList<string> Causes { get; init; }

    /// <summary>What to change, in words that fit every language.</summary>
    public required string Fix { get; init; }

    /// <summary>The same in a language's own calls, a few lines. Not all have one.</summary>
    public IReadOnlyDictionary<Language, string> Fixes { get; init; } =
        new Dictionary<Language, string>();

    /// <summary>The likely cause in a language's own terms, where it has one.</summary>
    public IReadOnlyDictionary<Language, string> CausesIn { get; init; } =
        new Dictionary<Language, string>();
}
