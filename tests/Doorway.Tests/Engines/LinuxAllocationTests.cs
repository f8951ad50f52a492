using System.Net.Sockets;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>Not beside other tests: what is counted is the whole process.</summary>
[CollectionDefinition(nameof(LinuxAllocationTests), DisableParallelization = true)]
[Collection(nameof(LinuxAllocationTests))]
public sealed class LinuxAllocationTests
{
    [Fact]
    public async Task A_message_costs_no_allocation()
    {
        // Counted for the whole process, the client included: a plain blocking socket's.
        await using Server server = await Server.StartAsync(new ServerOptions
        {
            Addresses = [Address.Parse("tcp://127.0.0.1:0")],
            Service = ToUpper.Instance,
            Engine = Engine.Linux!,
        });
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, 0);
        socket.NoDelay = true;
        socket.Connect("127.0.0.1", server.Addresses[0].Port);
        byte[] buffer = new byte[64];
        "hello"u8.CopyTo(buffer);
        Exchange(1_000);
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Exchange(2_000);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // The quietest round: the runtime's own threads allocate now and then.
        Assert.InRange(least, 0, 2_000);

        void Exchange(int count)
        {
            for (int i = 0; i < count; i++)
            {
                // Not by Assert.Equal, which allocates.
                bool isAnswered = socket.Send(buffer.AsSpan(0, 5)) == 5
                    && socket.Receive(buffer) == 5 && buffer[0] == 'H';
                Assert.True(isAnswered);
                buffer[0] = (byte)'h';
            }
        }
    }
}
