namespace Doorway.Tests.Command;

/// <summary>How long a test waits: far longer than anything takes, and never for ever.</summary>
static class Deadline
{
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(20);

    /// <summary>For much work, on a busy machine.</summary>
    public static TimeSpan Long { get; } = TimeSpan.FromMinutes(2);

    /// <summary>For a build or a compiler, on a busy machine.</summary>
    public static TimeSpan Build { get; } = TimeSpan.FromMinutes(5);
}
