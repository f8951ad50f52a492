using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Doorway.Engines.Linux.Interop;
using Doorway.Services;

namespace Doorway.Watch;

/// <summary>
/// A network of this process's own (network_namespaces(7)): its loopback and its ports are nobody
/// else's, and its frames may be heard without being root. A process of several threads can't
/// enter one for all of them, so it begins again; what stays outside is one listening socket, by
/// which a browser of the machine reaches it.
/// </summary>
public static partial class OwnNetwork
{
    // Set in the second life: the descriptor and the port of the socket that stays outside.
    const string Variable = "DOORWAY_OWN_NETWORK";
    const int SetFlags = 2;
    const int CloseOnExec = 1;
    static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(5);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(int descriptor, int command, int value);

    /// <summary>
    /// To be called first: whether this is the second life, in the network of its own. Its
    /// loopback is put up then.
    /// </summary>
    /// <returns>The socket outside that listens, and its port; null in the first life.</returns>
    public static (int Descriptor, int Port)? Arrive()
    {
        if (!OperatingSystem.IsLinux()
            || Environment.GetEnvironmentVariable(Variable) is not { } text)
        {
            return null;
        }

        // Programs that are started from now on are to know nothing of it.
        Environment.SetEnvironmentVariable(Variable, null);
        int[] numbers = Array.ConvertAll(
            text.Split(':'), one => int.Parse(one, CultureInfo.InvariantCulture));
        _ = FileControl(numbers[0], SetFlags, CloseOnExec);
        Errno.Require(LoopbackInterface.Up());
        return (numbers[0], numbers[1]);
    }

    /// <summary>
    /// Executes this process's own command once more in a network of its own, with the same
    /// arguments, streams, folder and process number. Returns only where it can't be.
    /// </summary>
    /// <param name="port">
    /// Where the socket that stays outside listens on 127.0.0.1; 0 picks a port.
    /// </param>
    /// <returns>Why it can't be, in a few words.</returns>
    /// <exception cref="SocketException">The port is taken, or is for root.</exception>
    public static string Leave(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "only Linux has networks for single programs";
        }

        string unshare;
        try
        {
            unshare = ProgramPath.Find("unshare");
        }
        catch (ExecException)
        {
            return "there is no unshare on PATH; install the package util-linux";
        }

        string[] options = Environment.IsPrivilegedProcess
            ? ["--net"] : ["--net", "--user", "--map-root-user"];
        if (Probe(unshare, options) is { } obstacle)
        {
            return obstacle;
        }

        using var outside = new Socket(SocketType.Stream, ProtocolType.Tcp);
        outside.Bind(new IPEndPoint(IPAddress.Loopback, port));
        outside.Listen();
        return Become(unshare, options, outside);
    }

    static string Become(string unshare, string[] options, Socket outside)
    {
        if (ReadLink.Target("/proc/self/exe") is not { } program)
        {
            return "/proc is not there";
        }

        int descriptor = (int)outside.Handle;
        int bound = ((IPEndPoint)outside.LocalEndPoint!).Port;
        _ = FileControl(descriptor, SetFlags, 0);
        IEnumerable<string> arguments = Encoding.UTF8
            .GetString(File.ReadAllBytes("/proc/self/cmdline")).Split('\0').Skip(1).SkipLast(1);
        IEnumerable<string> environment = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}");
        string place = string.Create(
            CultureInfo.InvariantCulture, $"{Variable}={descriptor}:{bound}");
        int error = Execution.Become(
            unshare, [unshare, .. options, "--", program, .. arguments], [.. environment, place]);
        return $"it can't begin again: {new Win32Exception(-error).Message}";
    }

    static string? Probe(string unshare, string[] options)
    {
        using Process probe = Process.Start(
            new ProcessStartInfo(unshare, [.. options, "--", "true"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            })!;
        string words = probe.StandardError.ReadToEnd();
        return probe.WaitForExit(ProbeTime) && probe.ExitCode == 0
            ? null
            : "this machine does not allow it ("
                + (words.Split('\n')[0] is { Length: > 0 } first ? first : "unshare failed") + ")";
    }
}
