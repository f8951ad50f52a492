using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Doorway.Check;

/// <summary>
/// Whether a program sleeps by the clock, as in sleep(3), and will go on by itself: its silence
/// tells nothing then. One that looks again and again whether something has come waits for that.
/// </summary>
/// <remarks>
/// Seen by the call that each of its threads is in (/proc/PID/task/TID/syscall, proc(5)). Where a
/// runtime waits for the time in the call that it waits for all else in, it can't be seen.
/// </remarks>
sealed class ClockSleep
{
    // Longer than who is slow and means to answer.
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    // Who wakes that often looks for something.
    static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);
    const int MostShort = 3;

    readonly Stopwatch _asleep = new();
    readonly Stopwatch _since = new();
    long _first;
    long _last;

    /// <summary>Whether the last look found it asleep by the clock, however long and often.
    /// </summary>
    public bool IsAsleep { get; private set; }

    /// <summary>Whether all of these threads sleep so, and have not slept too long or too often
    /// since they last did something else.</summary>
    /// <param name="threads">Their folders below /proc; none of a program that does not sleep.
    /// </param>
    public bool Look(IReadOnlyList<string> threads)
    {
        IsAsleep = threads.Count > 0 && threads.All(
            one => IsSleep(ProcFolder.Text($"{one}/syscall"), RuntimeInformation.OSArchitecture));
        if (!IsAsleep)
        {
            _asleep.Reset();
            return false;
        }

        long runs = threads.Sum(one => SchedulerStat.Read(one).Runs);
        if (!_asleep.IsRunning)
        {
            _asleep.Start();
            _first = runs;
        }

        if (!_since.IsRunning || runs != _last)
        {
            _since.Restart();
            _last = runs;
        }

        bool isOften = runs - _first > MostShort
            && _asleep.Elapsed < (runs - _first) * Short;
        return !isOften && _since.Elapsed < Longest && _asleep.Elapsed < 2 * Longest;
    }

    /// <summary>Whether a thread is in a call that only time ends: a sleep, or a select or poll of
    /// no descriptor.</summary>
    /// <param name="syscall">The number of the call and its arguments, as proc(5) shows them.
    /// </param>
    /// <param name="architecture">Whose numbers they are.</param>
    public static bool IsSleep(string syscall, Architecture architecture)
    {
        string[] fields = syscall.Split(' ');
        bool hasNone = fields.Length > 2 && fields[1] == "0x0";
        return (architecture, fields[0]) switch
        {
            // clock_nanosleep, nanosleep; select, pselect6; poll, ppoll (asm/unistd_64.h).
            (Architecture.X64, "230" or "35") => true,
            (Architecture.X64, "23" or "270") => hasNone,
            (Architecture.X64, "7" or "271") => fields.Length > 2 && fields[2] == "0x0",
            // The same but for select and poll, which are none there (asm-generic/unistd.h).
            (Architecture.Arm64, "115" or "101") => true,
            (Architecture.Arm64, "72") => hasNone,
            (Architecture.Arm64, "73") => fields.Length > 2 && fields[2] == "0x0",
            _ => false,
        };
    }
}
