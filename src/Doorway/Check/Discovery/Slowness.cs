namespace Doorway.Check;

/// <summary>What follows from a program's sleeping before it does what is waited for.</summary>
static class Slowness
{
    // It may sleep longer the next time.
    const double Margin = 2;
    static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    /// <summary>The silence after which nothing more is expected of it.</summary>
    /// <param name="usual">The same of a program that does not sleep.</param>
    /// <param name="slept">How long it slept.</param>
    public static TimeSpan Silence(TimeSpan usual, TimeSpan slept) => usual + (slept * Margin);

    /// <summary>Whether it is so long that its cases must not wait for each other.</summary>
    public static bool IsLong(TimeSpan slept) => slept >= Long;
}
