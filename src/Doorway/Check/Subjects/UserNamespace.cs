using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Doorway.Engines.Linux.Interop;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// Namespaces for who is not root: in a user namespace (user_namespaces(7)) one may make the
/// others. A process of several threads can't enter one, so the process begins again.
/// </summary>
public static class UserNamespace
{
    // Set in the second life.
    const string Variable = "DOORWAY_USER_NAMESPACE";
    static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Executes this process's own command once more under <c>unshare -Ur</c>, with the same
    /// arguments, streams, folder and process number. Returns where there is no need (we are root,
    /// or it was done) and where it can't be: another system than Linux, no unshare(1), or user
    /// namespaces forbidden. To be called first, before anything is read, printed or opened.
    /// </summary>
    public static void Enter()
    {
        if (!OperatingSystem.IsLinux() || Environment.IsPrivilegedProcess
            || Environment.GetEnvironmentVariable(Variable) is not null
            || Find() is not { } unshare || !MayEnter(unshare)
            || ReadLink.Target("/proc/self/exe") is not { } program)
        {
            return;
        }

        // argv[0] is taken from the path: .NET finds its files by that.
        IEnumerable<string> arguments = Encoding.UTF8
            .GetString(File.ReadAllBytes("/proc/self/cmdline")).Split('\0').Skip(1).SkipLast(1);
        IEnumerable<string> environment = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}");
        _ = Execution.Become(
            unshare, [unshare, "--map-root-user", "--", program, .. arguments],
            [.. environment, $"{Variable}=1"]);
    }

    static string? Find()
    {
        try
        {
            return ProgramPath.Find("unshare");
        }
        catch (ExecException)
        {
            return null;
        }
    }

    // All that a case needs at once: some machines allow the namespace, and nothing in it.
    static bool MayEnter(string unshare)
    {
        try
        {
            using Process probe = Process.Start(new ProcessStartInfo(
                unshare, ["-Urnmp", "--fork", "--mount-proc", "true"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            })!;
            return probe.WaitForExit(ProbeTime) && probe.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
