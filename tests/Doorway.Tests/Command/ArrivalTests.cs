using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Command;

/// <summary>How what a server sends is shown: escaped on a terminal, as it is in a pipe.</summary>
public sealed class ArrivalTests
{
    // Clears the screen, sets the title, rings, and reverses the direction of writing.
    static readonly byte[] Hostile =
        [0x1b, .. "[2Jone\u0007\t\u202etwo"u8, 0x9b, 0xff, (byte)'\r', .. "three\r\n"u8];

    const string Escaped = @"\x1b[2Jone\x07	\xe2\x80\xaetwo\x9b\xff\x0dthree";

    [Fact]
    public async Task In_a_pipe_they_are_byte_for_byte()
    {
        using var server = new OneShotServer(Hostile);
        await using var client = DoorwayProcess.Start("connect", server.Address);
        client.CloseInput();
        Assert.Equal(0, await client.WaitForExitAsync());
        Assert.Equal(Hostile, client.Output.Bytes);
    }

    [Fact]
    public async Task On_a_terminal_control_bytes_are_shown_and_not_obeyed()
    {
        using var server = new OneShotServer(Hostile);
        await using ChildProcess client = PseudoTerminal.Start("connect", server.Address);
        await client.Output.WaitForAsync("three");
        Assert.Contains(Escaped, client.Output.Text);
        Assert.DoesNotContain((byte)0x1b, client.Output.Bytes);
        Assert.DoesNotContain((byte)0x07, client.Output.Bytes);
    }

    [Fact]
    public async Task On_a_terminal_raw_passes_them_on()
    {
        using var server = new OneShotServer(Hostile);
        await using ChildProcess client = PseudoTerminal.Start("connect", "--raw", server.Address);
        await client.Output.WaitForAsync("three");
        Assert.Contains("\x1b[2Jone\x07", client.Output.Text);
    }

    [Fact]
    public async Task Hex_shows_offsets_bytes_and_letters()
    {
        using var server = new OneShotServer("Hello, doorway\r\n123\0"u8.ToArray());
        await using var client = DoorwayProcess.Start("connect", "--hex", server.Address);
        Assert.Equal(
            """
            00000000  48 65 6c 6c 6f 2c 20 64  6f 6f 72 77 61 79 0d 0a  |Hello, doorway..|
            00000010  31 32 33 00                                       |123.|

            """,
            await client.FilterAsync(""));
    }

    // Accepts one client, sends the bytes and closes.
    sealed class OneShotServer : IDisposable
    {
        readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public OneShotServer(byte[] bytes)
        {
            _listener.Start();
            _ = Task.Run(async () =>
            {
                using Socket client = await _listener.AcceptSocketAsync();
                await client.SendAsync(bytes);
                client.Shutdown(SocketShutdown.Send);
                await client.ReceiveAsync(new byte[1]);
            });
        }

        public string Address => $"tcp://{_listener.LocalEndpoint}";

        public void Dispose() => _listener.Dispose();
    }
}
