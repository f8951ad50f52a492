using System.Buffers;
using Doorway.Engines.Linux;

namespace Doorway.Tests;

/// <summary>The loop of a datagram socket leaves nothing to the garbage collector.</summary>
public sealed class DatagramAllocationTests
{
    [Theory]
    [InlineData("udp4")]
    [InlineData("udp6")]
    [InlineData("unixgram")]
    [InlineData("unixgram-abstract")]
    public async Task Nothing_is_allocated_for_a_datagram(string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is Linux's engine.");
        const int Warm = 1_000, Measured = 5_000;
        using var venue = new Venue(Engine.Portable.Name, place);
        var service = new MeasuringService();
        await using Server server = await venue.ServeAsync(options => options with
        {
            Engine = new LinuxEngine(new LinuxEngineOptions()),
            Service = service,
        });
        Postbox[] clients =
            [await venue.PostAsync(server), await venue.PostAsync(server),
            await venue.PostAsync(server), await venue.PostAsync(server)];
        long before = 0;
        for (int i = 0; i < Warm + Measured; i++)
        {
            Postbox client = clients[i % clients.Length];
            await client.SendAsync("some text"u8.ToArray());
            if (i % 3 == 0)
            {
                await client.SendAsync("more"u8.ToArray());
                await client.ReceiveAsync();
            }

            await client.ReceiveAsync();
            before = i == Warm ? service.Allocated : before;
        }

        Array.ForEach(clients, client => client.Dispose());
        Assert.True(before > 0);

        // The first call of a native function costs 32 bytes, once, whenever it comes (recvmsg
        // instead of recvmmsg, say). One object for every hundredth datagram would be twice this.
        Assert.InRange(service.Allocated - before, 0, Measured / 100 * 24 / 2);
    }

    sealed class MeasuringService : IService
    {
        public long Allocated { get; private set; }

        public OperationStatus Reply(
            ReadOnlySpan<byte> request, Span<byte> reply,
            out int consumed, out int written, bool isFinal)
        {
            Allocated = GC.GetAllocatedBytesForCurrentThread();
            request.CopyTo(reply);
            reply[0] ^= 0x20;
            consumed = written = request.Length;
            return OperationStatus.Done;
        }
    }
}
