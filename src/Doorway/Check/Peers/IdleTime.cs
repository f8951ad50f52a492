using System.Diagnostics;

namespace Doorway.Check;

/// <summary>
/// For how long a program has waited, by looking at it again and again. Begins now.
/// </summary>
/// <param name="step">How far looks are apart where nothing else has to be done.</param>
/// <remarks>
/// One look stands for no more than two steps: where we ourselves got no processor for longer, the
/// program may have stood in line for it as well, and that is no silence.
/// </remarks>
sealed class IdleTime(TimeSpan step)
{
    long _last = Stopwatch.GetTimestamp();

    /// <summary>Since it last did something.</summary>
    public TimeSpan Lasting { get; private set; }

    /// <summary>All together.</summary>
    public TimeSpan Total { get; private set; }

    /// <summary>Counts the time since the last look.</summary>
    /// <param name="isIdle">Whether the program waits, and has since then.</param>
    public void Look(bool isIdle)
    {
        TimeSpan passed = Stopwatch.GetElapsedTime(_last);
        _last = Stopwatch.GetTimestamp();
        if (!isIdle)
        {
            Lasting = TimeSpan.Zero;
            return;
        }

        TimeSpan counted = passed < 2 * step ? passed : 2 * step;
        Lasting += counted;
        Total += counted;
    }
}
