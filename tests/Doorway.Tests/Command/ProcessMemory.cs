namespace Doorway.Tests.Command;

/// <summary>What a process has in memory, from /proc/PID/status (proc_pid_status(5)).</summary>
static class ProcessMemory
{
    /// <summary>Now, in MiB.</summary>
    public static double Now(int process) => Read(process, "VmRSS:");

    /// <summary>At most since it began, in MiB.</summary>
    public static double Peak(int process) => Read(process, "VmHWM:");

    static double Read(int process, string name)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024.0;
    }
}
