using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Command;

/// <summary>A server that ends the conversation before the client's input has ended.</summary>
public sealed class PeerEndTests : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public PeerEndTests() => _listener.Start();

    [Fact]
    public async Task Input_that_nobody_will_answer_is_a_failure()
    {
        await using ChildProcess client = ChildProcess.Start("/bin/bash",
            ["-c", $"exec {DoorwayProcess.InShell} connect tcp://{_listener.LocalEndpoint} < /dev/zero"]);
        using Socket server = await AcceptAsync();
        await server.ReceiveAsync(new byte[8]);
        await server.SendAsync("ANSWER\n"u8.ToArray());
        // It still reads, as a server that drains does: no reset tells the client.
        server.Shutdown(SocketShutdown.Send);
        Task reading = DiscardAsync(server);
        Assert.Equal(1, await client.WaitForExitAsync());
        await reading.WaitAsync(Deadline.Default);
        Assert.Equal("ANSWER\n", client.Output.Text);
        Assert.StartsWith("doorway: CLOSED tcp://127.0.0.1:", client.Errors.Text);
    }

    [Fact]
    public async Task An_input_that_stays_open_and_silent_is_none()
    {
        await using DoorwayProcess client = Start();
        using Socket server = await AcceptAsync();
        await server.SendAsync("Thank you for connecting"u8.ToArray());
        server.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await client.WaitForExitAsync());
        Assert.Equal("Thank you for connecting", client.Output.Text);
        Assert.Equal("", client.Errors.Text);
    }

    DoorwayProcess Start() => DoorwayProcess.Start("connect", $"tcp://{_listener.LocalEndpoint}");

    async Task<Socket> AcceptAsync() =>
        await _listener.AcceptSocketAsync().WaitAsync(Deadline.Default);

    static async Task DiscardAsync(Socket server)
    {
        try
        {
            while (await server.ReceiveAsync(new byte[64 * 1024]) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The client's reset, for what it had not read.
        }
    }

    public void Dispose() => _listener.Dispose();
}
