using Doorway.Services;
using Doorway.Tests.Command;

namespace Doorway.Tests;

/// <summary>
/// What a connection costs that says nothing. Not beside other tests: what is counted is the whole
/// process.
/// </summary>
[Collection(nameof(LinuxAllocationTests))]
public sealed class IdleConnectionTests
{
    const int Few = 100;
    const int Count = 8_000;

    // The clients live in another process: only the server's side is in our memory.
    const string Clients = """
        import socket, sys
        held = [socket.create_connection(("127.0.0.1", int(sys.argv[1])))
                for _ in range(int(sys.argv[2]))]
        print("connected", flush=True)
        sys.stdin.read()
        """;

    [Fact]
    public async Task It_holds_at_most_256_bytes_of_managed_memory()
    {
        await using Server server = await Server.StartAsync(new ServerOptions
        {
            Addresses = [Address.Parse("tcp://127.0.0.1:0")],
            Service = ToUpper.Instance,
            Engine = Engine.Linux!,
            Limits = new Limits { Connections = Few + Count, BusyShare = 1 },
        });
        await HoldAsync(server, Few);
        long before = await HoldAsync(server, Few);
        long after = await HoldAsync(server, Few + Count);
        Assert.InRange((after - before) / (double)Count, 1, 256);
    }

    // Returns the memory while they are connected.
    static async Task<long> HoldAsync(Server server, int count)
    {
        await using ChildProcess clients = ChildProcess.Start(
            Programs.Python, ["-c", Clients, $"{server.Addresses[0].Port}", $"{count}"]);
        await clients.Output.WaitForAsync("^connected$");
        await Eventually.HoldsAsync(() => server.Counters.Open == count);
        long memory = GC.GetTotalMemory(forceFullCollection: true);
        clients.CloseInput();
        Assert.Equal(0, await clients.WaitForExitAsync());
        await Eventually.HoldsAsync(() => server.Counters.Open == 0);
        return memory;
    }
}
