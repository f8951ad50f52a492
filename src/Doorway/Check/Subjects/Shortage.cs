namespace Doorway.Check;

/// <summary>Whether a program had too little of a processor to be judged.</summary>
static class Shortage
{
    // More than any start takes, a compiler's besides: who has used so much has had its chance.
    static readonly TimeSpan Plenty = TimeSpan.FromSeconds(4);

    /// <summary>
    /// How long the program, started several times perhaps, stood in line for a processor; zero
    /// where the kernel does not tell.
    /// </summary>
    public static TimeSpan Of(IReadOnlyList<Subject> subjects)
    {
        TimeSpan held = TimeSpan.Zero;
        foreach (Subject subject in subjects)
        {
            held += subject.Folders.Select(InLine).DefaultIfEmpty().Max();
        }

        return held;
    }

    /// <summary>The same, null once every one of them has had plenty.</summary>
    public static TimeSpan? StillOwed(IReadOnlyList<Subject> subjects)
    {
        Subject[] needy = [.. subjects.Where(one => Restlessness.Total(one) < Plenty)];
        return needy.Length == 0 && subjects.Count > 0 ? null : Of(needy);
    }

    /// <summary>
    /// How long the thread of a process that lives and has waited longest stood in line.
    /// </summary>
    /// <param name="process">Its folder below /proc.</param>
    public static TimeSpan InLine(string process) =>
        ProcFolder.Names($"{process}/task")
            .Select(thread => SchedulerStat.Read($"{process}/task/{thread}").InLine)
            .DefaultIfEmpty().Max();
}
