using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Doorway.Tests.Command;

/// <summary>The doorway command as built beside the tests, run as a process of its own.</summary>
sealed class DoorwayProcess : ChildProcess
{
    /// <summary>The `dotnet` that runs the tests.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Doorway.Cli.dll");

    /// <summary>The command as a shell runs it.</summary>
    public static string InShell => $"'{Dotnet}' exec '{Program}'";

    DoorwayProcess(IEnumerable<string> arguments, ChildOptions? options)
        : base(Dotnet, arguments.Prepend(Program).Prepend("exec"), options)
    {
    }

    /// <summary>Where a server that is ready listens, as in "tcp://127.0.0.1:43211".</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    public static DoorwayProcess Start(params string[] arguments) => new(arguments, null);

    public static DoorwayProcess Start(ChildOptions options, params string[] arguments) =>
        new(arguments, options);

    /// <summary>Started by another program that takes a command as its last arguments.</summary>
    public static ChildProcess StartUnder(string[] starter, params string[] arguments)
    {
        string[] command = [.. starter, Dotnet, "exec", Program, .. arguments];
        return ChildProcess.Start(command[0], command[1..]);
    }

    /// <summary>`doorway serve ARGUMENTS`, ready and with its addresses known.</summary>
    public static Task<DoorwayProcess> ServeAsync(params string[] arguments) =>
        ServeAsync(new ChildOptions(), arguments);

    /// <inheritdoc cref="ServeAsync(string[])"/>
    public static async Task<DoorwayProcess> ServeAsync(
        ChildOptions options, params string[] arguments)
    {
        var server = new DoorwayProcess(["serve", "--json-stream", .. arguments], options);
        try
        {
            string line = (await server.Output.WaitForAsync("""^\{.*"event":"ready".*\}$""")).Value;
            using JsonDocument ready = JsonDocument.Parse(line);
            server.Addresses = [.. ready.RootElement.GetProperty("addresses").EnumerateArray()
                .Select(address => address.GetString()!)];
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same, but it says in words, on standard error, what happens.</summary>
    public static async Task<DoorwayProcess> ServeInWordsAsync(params string[] arguments)
    {
        var server = new DoorwayProcess(["serve", .. arguments], null);
        try
        {
            Match ready = await server.Errors.WaitForAsync("^doorway: ready: .* on (.*)$");
            server.Addresses = ready.Groups[1].Value.Split(", ");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends a server of ServeAsync gently, and returns what it has counted.</summary>
    public async Task<JsonElement> StopAsync(TimeSpan? deadline = null)
    {
        Signal(SIGTERM);
        Assert.Equal(128 + SIGTERM, await WaitForExitAsync(deadline));
        string last = Output.Lines.Last(line => line.Contains("\"event\":\"stopped\""));
        using JsonDocument stopped = JsonDocument.Parse(last);
        return stopped.RootElement.Clone();
    }

    /// <summary>
    /// The port of the first address that starts so: Port("tcp://127.0.0.1"), Port("udp://[::1]").
    /// </summary>
    public int Port(string start) =>
        int.Parse(Addresses.First(address => address.StartsWith(start + ":")).Split(':')[^1]);
}
