using System.Collections.Concurrent;
using System.Text;
using Doorway.Services;
using Doorway.Tests.Command;

namespace Doorway.Tests.Services;

/// <summary>A server that runs a command per connection, and leaves no process behind.</summary>
sealed class ExecServer : IAsyncDisposable
{
    readonly string _mark = $"DOORWAY_TEST={Guid.NewGuid():N}";
    readonly ConcurrentQueue<ExecEvent> _events = new();
    TalkServer? _server;

    public Exec Exec { get; private set; } = null!;

    public Server Server => _server!.Server;

    /// <summary>Files that the commands may make.</summary>
    public TemporaryFolder Folder { get; } = new();

    public static async Task<ExecServer> StartAsync(
        string[] command, Func<ExecOptions, ExecOptions>? change = null, bool unix = false,
        bool marked = true)
    {
        var server = new ExecServer();
        string[] words = marked ? ["env", server._mark, .. command] : command;
        var options = new ExecOptions
        {
            FileName = words[0],
            Arguments = words[1..],
            Grace = TimeSpan.FromMilliseconds(300),
            Log = server._events.Enqueue,
        };
        server.Exec = new Exec(change?.Invoke(options) ?? options);
        server._server = await TalkServer.StartAsync(server.Exec.Conversation, unix);
        return server;
    }

    public static Task<ExecServer> ShellAsync(
        string script, Func<ExecOptions, ExecOptions>? change = null, bool unix = false) =>
        StartAsync(["sh", "-c", script], change, unix);

    public static Task<ExecServer> PythonAsync(
        string script, Func<ExecOptions, ExecOptions>? change = null) =>
        StartAsync([Programs.Python, "-c", script], change);

    public TalkClient Connect(int? receiveBuffer = null) => _server!.Connect(receiveBuffer);

    public IReadOnlyList<ExecEvent> Events => [.. _events];

    public IEnumerable<string> Texts(ExecEventKind kind) =>
        _events.Where(one => one.Kind == kind).Select(one => one.Text);

    /// <summary>Waits until an event of a kind has come, and gives its text.</summary>
    public async Task<string> WaitForAsync(ExecEventKind kind)
    {
        await Eventually.HoldsAsync(
            () => Texts(kind).Any(), () => string.Join('\n', _events), seconds: 20);
        return Texts(kind).First();
    }

    /// <summary>What lives of the command, found by a variable of the test's own.</summary>
    public IReadOnlyList<string> Processes()
    {
        var found = new List<string>();
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            try
            {
                string environment = Encoding.UTF8.GetString(
                    File.ReadAllBytes(Path.Combine(folder, "environ")));
                if (environment.Split('\0').Contains(_mark))
                {
                    found.Add(File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' '));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It isn't a process, or has just ended.
            }
        }

        return found;
    }

    public async Task WaitUntilAllEndedAsync()
    {
        await Eventually.HoldsAsync(
            () => Exec.Running == 0, () => string.Join('\n', Processes()), seconds: 20);
        Assert.Empty(Processes());
    }

    public async ValueTask DisposeAsync()
    {
        await Server.StopAsync(TimeSpan.Zero);
        Folder.Dispose();
        Assert.Empty(Processes());
        Assert.Equal(0, Exec.Running);
        await _server!.DisposeAsync();
    }
}
