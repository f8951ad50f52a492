using System.Text.Json;
using System.Text.RegularExpressions;

namespace Doorway.Tests.Command;

/// <summary>A `doorway link` that is ready, run as a process of its own.</summary>
sealed class LinkProcess : IAsyncDisposable
{
    LinkProcess(DoorwayProcess process, Match ready)
    {
        Process = process;
        Listen = ready.Groups["listen"].Value;
        Seed = ulong.Parse(ready.Groups["seed"].Value);
    }

    public DoorwayProcess Process { get; }

    /// <summary>Where clients come, with the real port, as in "udp://127.0.0.1:43211".</summary>
    public string Listen { get; }

    public int Port => int.Parse(Listen.Split(':')[^1]);

    public ulong Seed { get; }

    /// <summary>What came on standard error so far.</summary>
    public ChildOutput Errors => Process.Errors;

    /// <summary>The fates that `-v` shows, so far.</summary>
    public string[] Fates => [.. Errors.Lines.Where(line => line.StartsWith('#'))];

    /// <summary>`doorway link --json ARGUMENTS`, ready.</summary>
    public static Task<LinkProcess> StartAsync(params string[] arguments) =>
        ReadyAsync(DoorwayProcess.Start(["link", "--json", .. arguments]));

    /// <summary>`doorway link --json-stream ARGUMENTS`, ready.</summary>
    public static Task<LinkProcess> StreamAsync(params string[] arguments) =>
        ReadyAsync(DoorwayProcess.Start(["link", "--json-stream", .. arguments]));

    static async Task<LinkProcess> ReadyAsync(DoorwayProcess process)
    {
        try
        {
            return new(process, await process.Errors.WaitForAsync(
                @"^doorway: ready: (?<listen>\S+) -> \S+, seed (?<seed>\d+)\n"
                + @"doorway: client->server: .*\ndoorway: server->client: .*\n"));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Types a line, and waits for what is said to it.</summary>
    public async Task TypeAsync(string line, string answer)
    {
        await Process.WriteLineAsync(line);
        await Errors.WaitForAsync(answer);
    }

    /// <summary>Ends the link gently, and returns the document that it leaves.</summary>
    public async Task<JsonElement> StopAsync()
    {
        Process.Signal(ChildProcess.SIGTERM);
        Assert.Equal(128 + ChildProcess.SIGTERM, await Process.WaitForExitAsync());
        using JsonDocument report = JsonDocument.Parse(Process.Output.Text);
        return report.RootElement.Clone();
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
