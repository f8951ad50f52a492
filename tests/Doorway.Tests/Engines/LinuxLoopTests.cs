using Doorway.Engines.Linux;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>What the loops of the Linux engine do beyond the contract of every engine.</summary>
public sealed class LinuxLoopTests
{
    static readonly LinuxEngine Four = new(new LinuxEngineOptions { Loops = 4 });
    static readonly LinuxEngine One = new(new LinuxEngineOptions { Loops = 1, Spin = false });

    static Task<Server> ServeAsync(Engine engine, Journal? journal = null) =>
        Server.StartAsync(new ServerOptions
        {
            Addresses = [Address.Parse("tcp://127.0.0.1:0")],
            Service = ToUpper.Instance,
            Engine = engine,
            Journal = journal,
        });

    [Fact]
    public async Task Connections_are_spread_evenly_over_the_loops()
    {
        await using Server server = await ServeAsync(Four);
        int[] before = [.. Four.Connections];
        List<Wire> wires = [];
        for (int i = 0; i < 64; i++)
        {
            wires.Add(await Venue.DialAsync(server));
        }

        await Eventually.HoldsAsync(() => server.Counters.Open == 64);
        Assert.All(
            Four.Connections.Zip(before, (now, then) => now - then),
            count => Assert.Equal(16, count));
        wires.ForEach(wire => wire.Dispose());
        await Eventually.HoldsAsync(() => server.Counters.Open == 0);
        Assert.Equal(before, Four.Connections);
    }

    [Fact]
    public async Task While_its_peer_does_not_read_a_connection_waits_for_room_and_loses_nothing()
    {
        await using Server server = await ServeAsync(One);
        using Wire wire = await Venue.DialAsync(server, receiveBuffer: 4_096);
        byte[] sent = new byte[8 << 20];
        Array.Fill(sent, (byte)'x');
        Task sending = wire.SendAsync(sent);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        byte[] received = await wire.ReceiveAsync(sent.Length);
        await sending;
        Assert.Equal(-1, received.AsSpan().IndexOfAnyExcept((byte)'X'));
    }

    [Fact]
    public async Task A_reset_while_nothing_is_received_ends_the_connection()
    {
        await using Server server = await ServeAsync(One);
        using Wire wire = await Venue.DialAsync(server, receiveBuffer: 4_096);

        // So many unread answers that the server reads no more.
        byte[] sent = new byte[16 << 20];
        Task sending = Task.Run(() => wire.SendAsync(sent));
        await Eventually.HoldsAsync(() => server.Counters.BytesReceived > 1 << 20);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        wire.Reset();
        await Eventually.HoldsAsync(() => server.Counters.Open == 0);
        Assert.Equal(1, server.Counters.Failed);
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
    }
}
