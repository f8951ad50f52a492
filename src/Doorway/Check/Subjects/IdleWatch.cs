namespace Doorway.Check;

/// <summary>Whether processes wait: by the states of their threads, and by the processor time that
/// they have used (/proc/PID/stat, proc(5)).</summary>
/// <remarks>
/// A thread that could run but has no processor is R too: a busy machine makes nobody idle. The
/// processor time is counted in ticks of 10 ms, all threads together, so that what a virtual
/// machine does now and then for itself doesn't count, but work in many short pieces does.
/// </remarks>
sealed class IdleWatch(Func<IReadOnlyList<string>> processes)
{
    // Threads of the JVM and of .NET that wake by the clock or compile, whatever the program does.
    static readonly string[] Housekeepers =
    [
        "VM Periodic Tas", "Monitor Deflati", "C1 CompilerThre", "C2 CompilerThre",
        ".NET Tiered Com",
    ];

    // No time at first: there is no look before it.
    TimeSpan? _last;

    /// <summary>Whether the last look found a process.</summary>
    public bool HasSeen { get; private set; }

    /// <summary>
    /// Whether every thread sleeps, and none has worked since the last look; true of no process.
    /// </summary>
    public bool Look()
    {
        TimeSpan used = TimeSpan.Zero;
        bool sleeps = true;
        HasSeen = false;
        foreach (string process in processes())
        {
            HasSeen = true;
            used += ProcessorTime.Of(process);
            sleeps = sleeps && ProcFolder.Names($"{process}/task").All(
                thread => Sleeps(ProcFolder.Text($"{process}/task/{thread}/stat")));
        }

        bool isSame = used == _last;
        _last = used;
        return sleeps && isSame;
    }

    // PID (NAME) STATE ...: the name may hold blanks and parentheses.
    static bool Sleeps(string stat)
    {
        int end = stat.LastIndexOf(')');
        return end < 0 || stat[end + 2] is not ('R' or 'D')
            || Housekeepers.Contains(stat[(stat.IndexOf('(') + 1)..end]);
    }
}
