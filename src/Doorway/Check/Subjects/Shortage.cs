using System.Globalization;

namespace Doorway.Check;

/// <summary>Whether a program had too little of a processor to be judged.</summary>
static class Shortage
{
    // More than any start takes, a compiler's besides: who has used so much has had its chance.
    static readonly TimeSpan Plenty = TimeSpan.FromSeconds(4);

    /// <summary>
    /// How long the program, started several times perhaps, stood in line for a processor; zero
    /// once it has had plenty, and where the kernel does not tell.
    /// </summary>
    public static TimeSpan Of(IReadOnlyList<Subject> subjects)
    {
        TimeSpan held = TimeSpan.Zero;
        foreach (Subject subject in subjects)
        {
            if (Restlessness.Total(subject) < Plenty)
            {
                held += subject.Folders.Select(InLine).DefaultIfEmpty().Max();
            }
        }

        return held;
    }

    /// <summary>
    /// How long the thread of a process that lives and has waited longest stood in line
    /// (/proc/PID/task/TID/schedstat, whose second number is that time in nanoseconds).
    /// </summary>
    /// <param name="process">Its folder below /proc.</param>
    public static TimeSpan InLine(string process) =>
        ProcFolder.Names($"{process}/task")
            .Select(thread => ProcFolder.Text($"{process}/task/{thread}/schedstat").Split(' '))
            .Select(numbers => numbers.Length > 1
                && long.TryParse(numbers[1], CultureInfo.InvariantCulture, out long nanoseconds)
                    ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick) : default)
            .DefaultIfEmpty().Max();
}
