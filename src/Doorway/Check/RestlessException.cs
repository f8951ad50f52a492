namespace Doorway.Check;

/// <summary>The program turns in a loop, and nothing that is waited for comes.</summary>
sealed class RestlessException(TimeSpan used) : SubjectGoneException(
    "the program turned in a loop and nothing came: it used "
    + $"{used.TotalMilliseconds:0} ms of processor time meanwhile")
{
    /// <summary>How much processor time it used meanwhile.</summary>
    public TimeSpan Used { get; } = used;
}
