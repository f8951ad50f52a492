using System.Globalization;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>How many threads a user has, as RLIMIT_NPROC counts them (getrlimit(2)).</summary>
static class ThreadCount
{
    /// <summary>Those of the user that we are.</summary>
    public static int OfOurUser()
    {
        string ours = Line("/proc/self", "Uid:");
        return ProcessStat.All()
            .Select(process => string.Create(
                CultureInfo.InvariantCulture, $"/proc/{process.Id}"))
            .Where(folder => Line(folder, "Uid:") == ours)
            .Sum(folder => int.TryParse(
                Line(folder, "Threads:"), CultureInfo.InvariantCulture, out int count) ? count : 0);
    }

    static string Line(string folder, string name) =>
        ProcFolder.Lines($"{folder}/status")
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..]
            .Trim() ?? "";
}
