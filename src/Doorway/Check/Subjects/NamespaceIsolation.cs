using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Doorway.Engines.Linux.Interop;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// Each case in a network, with mounts, and its programs with process numbers, of their own
/// (namespaces(7)). It takes root, or <see cref="UserNamespace"/>.
/// </summary>
[SupportedOSPlatform("linux")]
sealed class NamespaceIsolation : Isolation
{
    static readonly string[] Tools =
        ["setsid", "unshare", "nsenter", "choom", "prlimit", "setpriv", "env", "sh"];

    // Networks share one table of connections, and a look at /proc/net/tcp goes through all of it:
    // 5 ms where it has 262,144 places. What a network says here, its children get (Linux 6.1,
    // Documentation/networking/ip-sysctl.rst).
    const int Connections = 1_024;

    /// <inheritdoc/>
    public override bool IsIsolated => true;

    /// <summary>Why it can't be; null where it can.</summary>
    public static string? Obstacle()
    {
        foreach (string tool in Tools)
        {
            try
            {
                _ = ProgramPath.Find(tool);
            }
            catch (ExecException)
            {
                return $"there is no {tool} on PATH; install the package util-linux";
            }
        }

        try
        {
            return new NamespaceIsolation().Run(Try);
        }
        catch (Exception refused) when (refused is SocketException or Win32Exception or IOException
            or UnauthorizedAccessException)
        {
            return Environment.IsPrivilegedProcess
                ? $"namespaces are not allowed here: {refused.Message.TrimEnd('.')}"
                : "namespaces are allowed to root alone here";
        }
    }

    /// <inheritdoc/>
    public override Room Enter()
    {
        Errno.Require(Namespaces.Leave(Namespaces.Network | Namespaces.Mounts));
        if (NamespaceRoom.SetNetwork("tcp_child_ehash_entries", Connections))
        {
            Errno.Require(Namespaces.Leave(Namespaces.Network));
        }

        Errno.Require(LoopbackInterface.Up());
        Errno.Require(LoopbackInterface.TakeEveryAddress());
        _ = LoopbackInterface.TakeEveryIPv6Address();
        return new NamespaceRoom();
    }

    // A program runs, and ends as it should.
    static string? Try(Room room)
    {
        IReadOnlyList<string> wrappers = room.Wrappers(new SubjectLimits());
        using ISubjectTree tree = room.NewTree();
        var program = new ProcessStartInfo(
            ProgramPath.Find(wrappers[0]), [.. wrappers.Skip(1), "sh", "-c", "exit 42"])
        {
            RedirectStandardError = true,
        };
        program.Environment.Clear();
        program.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        using Process process = tree.Start(program);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 42 ? null : errors.Split('\n')[0];
    }
}
