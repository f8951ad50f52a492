using System.Globalization;

namespace Doorway.Check;

/// <summary>A program's limits as arguments of prlimit(1).</summary>
static class ResourceLimits
{
    // Bytes of each file; far more than any exercise writes.
    const long FileSize = 64L * 1024 * 1024;

    // A JVM takes 1/64 of the machine's memory for its heap at once (Java's GC tuning guide), with
    // what belongs to it.
    const long MemoryShare = 32;

    /// <summary>The command that sets them and goes on with the rest of the line.</summary>
    /// <param name="limits">Which.</param>
    /// <param name="others">Processes and threads that the user has already; they count.</param>
    public static IEnumerable<string> Command(SubjectLimits limits, int others = 0)
    {
        long memory = Math.Max(
            limits.Memory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryShare);
        return
        [
            "prlimit", Argument("data", "Max data size", memory),
            Argument("nproc", "Max processes", limits.Processes + others),
            Argument("nofile", "Max open files", limits.Descriptors),
            Argument("fsize", "Max file size", FileSize), "--core=0", "--",
        ];
    }

    // Nobody but root raises a hard limit (getrlimit(2)).
    static string Argument(string name, string title, long value)
    {
        string? line = ProcFolder.Lines("/proc/self/limits")
            .FirstOrDefault(line => line.StartsWith(title, StringComparison.Ordinal));
        string[] fields = line?[title.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            ?? [];
        long most = fields.Length > 1 && long.TryParse(
            fields[1], CultureInfo.InvariantCulture, out long hard) ? hard : long.MaxValue;
        return string.Create(CultureInfo.InvariantCulture, $"--{name}={Math.Min(value, most)}");
    }
}
