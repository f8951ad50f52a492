using System.Globalization;

namespace Doorway.Check;

/// <summary>What the scheduler tells of a thread (/proc/PID/task/TID/schedstat, of which the
/// kernel's sched-stats.rst tells); zero where it does not.</summary>
/// <param name="InLine">How long it was ready to run and had no processor.</param>
/// <param name="Runs">How often it was given one.</param>
readonly record struct SchedulerStat(TimeSpan InLine, long Runs)
{
    /// <summary>Of a thread by its folder below a /proc.</summary>
    public static SchedulerStat Read(string thread)
    {
        // The first number is the time that it ran; times are in nanoseconds.
        return ProcFolder.Text($"{thread}/schedstat").Split(' ') is [_, string waited, string runs]
            ? new SchedulerStat(
                TimeSpan.FromTicks(Number(waited) / TimeSpan.NanosecondsPerTick), Number(runs))
            : default;
    }

    static long Number(string digits) =>
        long.TryParse(digits, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
