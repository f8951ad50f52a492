using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// How much processor time a program uses from now on (proc(5), /proc/PID/stat). A program that
/// waits uses none; one that turns in a loop uses all it gets, much or little as the machine is
/// busy: so it is the time used that counts, and not the time that passes.
/// </summary>
sealed class Restlessness
{
    // Far more than an answer of a few bytes takes, also where a runtime still compiles its code.
    static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(400);

    readonly Subject? _subject;
    readonly TimeSpan _before;

    /// <summary>Begins now; of no program nothing is ever sure.</summary>
    public Restlessness(Subject? subject)
    {
        _subject = subject;
        _before = Total();
    }

    /// <summary>What its processes have used since.</summary>
    public TimeSpan Used => Total() - _before;

    /// <summary>Whether it is so much that the program must be turning in a loop.</summary>
    public bool IsSure => _subject is not null && Used >= Enough;

    /// <summary>The same, for those who did not expect it: nothing more is to be waited for.
    /// </summary>
    public bool IsBeyondDoubt => _subject is not null && Used >= 2 * Enough;

    TimeSpan Total()
    {
        TimeSpan total = TimeSpan.Zero;
        foreach (string process in _subject?.Folders ?? [])
        {
            total += ProcessStat.Read(process)?.Used ?? TimeSpan.Zero;
        }

        return total;
    }
}
