using System.Globalization;

namespace Doorway.Check;

/// <summary>How much processor time a process has used (/proc/PID/stat, proc(5)).</summary>
static class ProcessorTime
{
    // USER_HZ is 100 wherever .NET runs (times(2)).
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// For itself and in the kernel, all its threads together, in ticks of 10 ms; none where it
    /// has gone.
    /// </summary>
    /// <param name="process">Its folder below /proc.</param>
    public static TimeSpan Of(string process)
    {
        // utime and stime, the fields 14 and 15; the second, the name, may hold blanks.
        const int User = 11;
        const int System = 12;
        string text = ProcFolder.Text($"{process}/stat");
        int end = text.LastIndexOf(')');
        string[] fields = end < 0 ? [] : text[(end + 2)..].Split(' ');
        return fields.Length <= System ? TimeSpan.Zero
            : Tick * (Number(fields[User]) + Number(fields[System]));
    }

    static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
