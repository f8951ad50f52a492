using System.Net.Sockets;
using System.Text.Json;
using Doorway.Tests.Command;

namespace Doorway.Tests.Acceptance;

/// <summary>More clients than the process may have files.</summary>
public sealed class OpenFileLimitTests
{
    static readonly ChildOptions Limited = new() { OpenFiles = 256 };

    [Fact]
    public async Task A_thousand_clients_get_what_there_is_room_for_and_room_comes_back()
    {
        const int Clients = 1000, Cap = 128;
        await using DoorwayProcess server =
            await DoorwayProcess.ServeAsync(Limited, "tcp://127.0.0.1:0");
        int port = server.Port("tcp://127.0.0.1");
        var served = new List<Socket>();
        int refused = 0;
        for (int i = 0; i < Clients; i++)
        {
            (Socket? client, SocketError error) = await TryAsync(port);
            if (client is not null)
            {
                served.Add(client);
                continue;
            }
            Assert.True(
                error is SocketError.ConnectionReset or SocketError.Shutdown,
                $"refused with {error}");
            refused++;
        }
        Assert.False(server.HasExited);
        Assert.Equal((Cap, Clients - Cap), (served.Count, refused));
        foreach (Socket client in served)
            Assert.Equal("STILL"u8.ToArray(), await client.AskAsync("still"u8.ToArray()));
        foreach (Socket client in served)
            client.Dispose();
        int late = await ServedAgainAsync(port);
        JsonElement counters = await server.StopAsync();
        Assert.Equal(Cap + 1, counters.Of("accepted"));
        Assert.Equal(refused + late, counters.Of("refusedAtCap"));
    }

    // Connects and asks; a refusal is seen at either, or at the next send (EPIPE).
    static async Task<(Socket?, SocketError)> TryAsync(int port)
    {
        Socket? client = null;
        try
        {
            client = await RawTcp.ConnectAsync(port);
            Assert.Equal("HELLO"u8.ToArray(), await client.AskAsync("hello"u8.ToArray()));
            return (client, SocketError.Success);
        }
        catch (SocketException failure)
        {
            client?.Dispose();
            return (null, failure.SocketErrorCode);
        }
    }

    // Those who left may not be gone yet: how many tries were refused until one was served.
    static async Task<int> ServedAgainAsync(int port)
    {
        DateTime end = DateTime.UtcNow + Deadline.Default;
        for (int refused = 0; ; refused++)
        {
            (Socket? client, SocketError error) = await TryAsync(port);
            client?.Dispose();
            if (client is not null)
                return refused;
            Assert.True(DateTime.UtcNow < end, $"refused with {error} long after the others left");
            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task A_cap_that_cannot_fit_is_refused_with_the_ways_out()
    {
        await using var server = DoorwayProcess.Start(
            Limited, "serve", "--max-connections", "200", "tcp://127.0.0.1:0");
        Assert.Equal(2, await server.WaitForExitAsync());
        string line = Assert.Single(server.Errors.Lines);
        Assert.Contains("200 connections do not fit: the open-file limit is 256", line);
        Assert.Contains("at most 156", line);
        Assert.Contains("ulimit -n 300", line);
    }
}
