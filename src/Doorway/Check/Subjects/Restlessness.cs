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
    readonly TimeSpan _allowed;
    readonly TimeSpan _before;

    /// <summary>Begins now; of no program nothing is ever sure.</summary>
    /// <param name="subject">The program.</param>
    /// <param name="allowed">What it may use besides, such as for its start.</param>
    public Restlessness(Subject? subject, TimeSpan allowed = default)
    {
        _subject = subject;
        _allowed = allowed;
        _before = Total(subject);
    }

    /// <summary>What its processes have used since.</summary>
    public TimeSpan Used => Total(_subject) - _before;

    /// <summary>Whether it is so much that the program must be turning in a loop.</summary>
    public bool IsSure => _subject is not null && Used >= _allowed + Enough;

    /// <summary>The same, for those who did not expect it: nothing more is to be waited for.
    /// </summary>
    public bool IsBeyondDoubt => _subject is not null && Used >= _allowed + (2 * Enough);

    /// <summary>What all its processes that live have used; none of no program.</summary>
    public static TimeSpan Total(Subject? subject)
    {
        TimeSpan total = TimeSpan.Zero;
        foreach (string process in subject?.Folders ?? [])
        {
            total += ProcessStat.Read(process)?.Used ?? TimeSpan.Zero;
        }

        return total;
    }
}
