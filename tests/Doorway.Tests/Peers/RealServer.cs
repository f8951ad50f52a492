using System.Runtime.Versioning;
using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>
/// A server from Debian with a private configuration, on a high loopback port, as a child in the
/// foreground. Skips the test where it isn't installed.
/// </summary>
[SupportedOSPlatform("linux")]
sealed class RealServer : IAsyncDisposable
{
    readonly TemporaryFolder _folder = new();
    ChildProcess? _process;

    RealServer()
    {
        // Some of them drop to a user of their own, who must get in.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        Port = FreePorts.Next();
    }

    public int Port { get; }

    /// <summary>Writes the configuration, starts the program, and waits for its port.</summary>
    /// <param name="program">The program, named in PATH or where daemons are.</param>
    /// <param name="configure">Writes files into the folder and returns the arguments.</param>
    /// <param name="needsRoot">Whether it can't run as an ordinary user.</param>
    public static async Task<RealServer> StartAsync(
        string program, Func<string, int, Task<string[]>> configure, bool needsRoot = false)
    {
        Assert.SkipWhen(Programs.TryFind(program) is null, $"{program} is not installed");
        Assert.SkipWhen(
            needsRoot && !Environment.IsPrivilegedProcess, $"{program} starts as root alone");
        var server = new RealServer();
        try
        {
            string[] arguments = await configure(server._folder.Path, server.Port);
            var options = new ChildOptions
            {
                WorkingDirectory = server._folder.Path,
                // Where the news server keeps its groups; nobody else heeds it.
                Environment = new Dictionary<string, string?> { ["SNROOT"] = server._folder.Path },
            };
            server._process = ChildProcess.Start(Programs.Find(program), arguments, options);
            await FreePorts.WaitUntilOpenAsync("tcp", server.Port, server._process);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A server that inetd would start for each connection; socat does here.</summary>
    public static Task<RealServer> StartForEachConnectionAsync(
        string program, Func<string, Task<string[]>> configure, bool needsRoot = false,
        string? user = null)
    {
        Assert.SkipWhen(Programs.TryFind(program) is null, $"{program} is not installed");
        return StartAsync("socat", async (folder, port) =>
        {
            string[] command = [Programs.Find(program), .. await configure(folder)];
            bool drops = user is not null && Environment.IsPrivilegedProcess;
            string asUser = drops ? $",su={user}" : "";
            return [
                $"TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork",
                $"EXEC:{string.Join(' ', command)}{asUser}"];
        }, needsRoot);
    }

    /// <summary>`doorway connect` to it, as a person at the keyboard.</summary>
    public DoorwayProcess Connect(params string[] options) =>
        DoorwayProcess.Start(["connect", .. options, $"tcp://127.0.0.1:{Port}"]);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // Most end their children at SIGTERM; the tree is killed after that.
            if (!_process.HasExited)
                _process.Signal(ChildProcess.SIGTERM);
            await Task.Delay(100);
            await _process.DisposeAsync();
        }
        _folder.Dispose();
    }
}
