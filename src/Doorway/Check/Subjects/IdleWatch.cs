using Doorway.Services;

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
    // Threads of the JVM that wake by the clock, whatever the program does. Not its compilers: the
    // program may wait for what one holds that has no processor.
    static readonly string[] Housekeepers = ["VM Periodic Tas", "Monitor Deflati"];

    readonly ClockSleep _clock = new();

    // No time at first: there is no look before it.
    TimeSpan? _last;

    /// <summary>Whether the last look found a process.</summary>
    public bool HasSeen { get; private set; }

    /// <summary>Whether the last look found it asleep by the clock: it will go on by itself.
    /// </summary>
    public bool SleepsByClock { get; private set; }

    /// <summary>The same, also where it sleeps for ever, or looks for something now and then.
    /// </summary>
    public bool IsAsleep => _clock.IsAsleep;

    /// <summary>
    /// Whether every thread sleeps, and none has worked since the last look; true of no process.
    /// </summary>
    public bool Look()
    {
        TimeSpan used = TimeSpan.Zero;
        bool sleeps = true;
        HasSeen = false;
        var threads = new List<string>();
        foreach (string process in processes())
        {
            HasSeen = true;
            used += ProcessStat.Read(process)?.Used ?? default;
            if (sleeps)
            {
                string[] own = [.. ProcFolder.Names($"{process}/task")
                    .Select(one => $"{process}/task/{one}")];
                threads.AddRange(own);
                sleeps = own.All(thread => Sleeps(ProcessStat.Read(thread)));
            }
        }

        bool isSame = used == _last;
        _last = used;
        SleepsByClock = _clock.Look(sleeps ? threads : []);
        return sleeps && isSame;
    }

    static bool Sleeps(ProcessStat? thread) =>
        thread is not { State: 'R' or 'D' } || Housekeepers.Contains(thread.Value.Name);
}
