using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Doorway.Check;
using Doorway.Services;

namespace Doorway.Watch.Calls;

/// <summary>The command line of strace(1), and whether it can be used here.</summary>
static class StraceCommand
{
    static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(10);
    static readonly Lazy<string?> Obstacle = new(Probe);

    /// <summary>Why programs can't be watched here, and what to do; null where they can.</summary>
    public static string? WhyNot => Obstacle.Value;

    /// <summary>Runs what follows, and writes down what it does.</summary>
    /// <param name="output">The file to write to.</param>
    public static IReadOnlyList<string> Run(string output) =>
        [.. Common(output), "--seccomp-bpf", "-q", "--"];

    /// <summary>Writes down what running processes do. It says so when it begins.</summary>
    public static IReadOnlyList<string> Attach(string output, IEnumerable<int> processes) =>
    [
        .. Common(output),
        .. processes.SelectMany(process =>
            new[] { "-p", process.ToString(CultureInfo.InvariantCulture) }),
    ];

    // Every byte in hexadecimal: what a program sends can't look like strace's own words. A
    // datagram's 64 KiB are kept. Go interrupts its own threads by SIGURG all the time.
    static string[] Common(string output) =>
    [
        "-f", "-yy", "-xx", "-a", "1", "-s", "65536",
        "--absolute-timestamps=format:unix,precision:ns", "--syscall-times=ns",
        "-e", $"trace={CallKinds.ForStrace}", "-e", "signal=!SIGURG", "-o", output,
    ];

    /// <summary>Where strace is.</summary>
    /// <exception cref="TraceException">It isn't installed.</exception>
    public static string Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new TraceException("System calls can be watched on Linux alone.");
        }

        try
        {
            return ProgramPath.Find("strace");
        }
        catch (ExecException)
        {
            throw new TraceException(
                "strace isn't installed; install it with `apt install strace`.");
        }
    }

    // A container may forbid ptrace(2), and so may the kernel.
    static string? Probe()
    {
        try
        {
            var start = new ProcessStartInfo(
                Find(), ["-qq", "-e", "trace=none", "-o", "/dev/null", "--", "true"])
            {
                RedirectStandardError = true,
            };
            using Process probe = Process.Start(start)!;
            Task<string> words = probe.StandardError.ReadToEndAsync();
            if (probe.WaitForExit(ProbeTime) && probe.ExitCode == 0)
            {
                return null;
            }

            probe.Kill(entireProcessTree: true);
            return Refusal(words.Wait(ProbeTime) ? words.Result : "");
        }
        catch (TraceException reason)
        {
            return reason.Message;
        }
        catch (Win32Exception fault)
        {
            return $"strace doesn't start: {fault.Message}.";
        }
    }

    /// <summary>What to do where ptrace(2) was refused.</summary>
    /// <param name="words">What strace said.</param>
    public static string Refusal(string words)
    {
        string scope = ProcFolder.Text("/proc/sys/kernel/yama/ptrace_scope").Trim();
        string first = words.Split('\n')[0].Replace("strace: ", "", StringComparison.Ordinal);
        if (words.Contains("No such process", StringComparison.Ordinal))
        {
            return "There is no such process.";
        }

        if (!words.Contains("not permitted", StringComparison.Ordinal))
        {
            return $"strace can't trace: {first}.";
        }

        return scope switch
        {
            "" or "0" => "The kernel doesn't let us trace it (ptrace(2)): be its user, or root; " +
                "in a container, run that with --cap-add=SYS_PTRACE.",
            "3" => "This machine lets nobody trace until it is started again " +
                "(kernel.yama.ptrace_scope is 3).",
            _ => "This machine lets only root trace a program that runs already " +
                "(kernel.yama.ptrace_scope): be root, start it from here, or allow it with " +
                "`sysctl kernel.yama.ptrace_scope=0`.",
        };
    }
}
