using System.Globalization;
using Doorway.Check;
using Doorway.Services;

namespace Doorway.Watch.Calls;

/// <summary>Who belongs to whom, as /proc/PID/status tells (proc(5)).</summary>
static class ProcessFamily
{
    /// <summary>The process that a thread is of; the thread itself where that isn't known.
    /// </summary>
    public static int Leader(int thread) => Field(thread, "\nTgid:\t") ?? thread;

    /// <summary>Whether a new thread is of a process, or of its child.</summary>
    public static bool IsMadeBy(int thread, int process) =>
        Leader(thread) is var leader && (leader == process
            || (leader == thread && Field(thread, "\nPPid:\t") == process));

    /// <summary>A process and all that came of it and run now.</summary>
    public static IReadOnlyList<int> Of(int process)
    {
        ProcessStat[] all = [.. ProcessStat.All().Where(one => !one.HasEnded)];
        var family = new List<int> { process };
        for (int i = 0; i < family.Count; i++)
        {
            family.AddRange(all.Where(one => one.Parent == family[i]).Select(one => one.Id));
        }

        return family;
    }

    static int? Field(int thread, string name)
    {
        string status = ProcFolder.Text(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{thread}/status"));
        int at = status.IndexOf(name, StringComparison.Ordinal) + name.Length;
        int end = at < name.Length ? -1 : status.IndexOf('\n', at);
        return end < 0 ? null
            : int.Parse(status.AsSpan(at, end - at), CultureInfo.InvariantCulture);
    }
}
