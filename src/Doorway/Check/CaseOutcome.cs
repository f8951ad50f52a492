namespace Doorway.Check;

/// <summary>How a case ended.</summary>
public enum CaseOutcome
{
    /// <summary>The program does what is required.</summary>
    Passed,

    /// <summary>It does not; there is a <see cref="Finding"/>.</summary>
    Failed,

    /// <summary>It could not be judged; the reason is given.</summary>
    Skipped,

    /// <summary>Doorway itself failed.</summary>
    Broken,
}
