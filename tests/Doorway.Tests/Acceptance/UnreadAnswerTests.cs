using System.Net.Sockets;
using System.Text.Json;
using Doorway.Tests.Command;

namespace Doorway.Tests.Acceptance;

/// <summary>Clients that send and never read: they cost little, and not for long.</summary>
public sealed class UnreadAnswerTests(ITestOutputHelper measured)
{
    const int Clients = 200;
    const double Growth = 40;

    [Fact]
    public async Task Two_hundred_clients_that_never_read_cost_little_and_are_closed()
    {
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync(
            "--write-stall", "2s", "tcp://127.0.0.1:0");
        int port = server.Port("tcp://127.0.0.1");
        using (Socket warm = await RawTcp.ConnectAsync(port))
            await warm.ExchangeAsync(new byte[1 << 20]);
        double before = ProcessMemory.Now(server.Id);
        using var over = new CancellationTokenSource();
        double peak = before;
        Task watching = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                peak = Math.Max(peak, ProcessMemory.Now(server.Id));
                await Task.Delay(20);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => SendUntilClosedAsync(port)));
        await over.CancelAsync();
        await watching;
        JsonElement counters = await server.StopAsync();
        Assert.Equal(Clients, counters.Of("closedStalled"));
        measured.WriteLine($"from {before:0.0} to at most {peak:0.0} MiB");
        Assert.InRange(peak - before, 0, Growth);
    }

    static async Task SendUntilClosedAsync(int port)
    {
        using Socket client = await RawTcp.ConnectAsync(port);
        using var timer = new CancellationTokenSource(Deadline.Long);
        byte[] bytes = new byte[64 * 1024];
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
                await client.SendAsync(bytes, timer.Token);
        });
    }
}
