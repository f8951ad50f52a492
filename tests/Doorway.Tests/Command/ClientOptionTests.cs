using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Doorway.Tests.Command;

/// <summary>What the client's options put on the wire.</summary>
public sealed class ClientOptionTests
{
    [Theory]
    [InlineData("--crlf", "one\ntwo\r\nthree", "one\r\ntwo\r\nthree")]
    [InlineData("--no-newline", "one\n", "one")]
    [InlineData("--no-newline", "one\ntwo\n", "onetwo")]
    [InlineData("--raw", "one\ntwo\n", "one\ntwo\n")]
    public async Task Line_ends_go_as_asked_over_TCP(string option, string typed, string sent)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> received = Task.Run(async () =>
        {
            using Socket client = await listener.AcceptSocketAsync();
            byte[] buffer = new byte[1000];
            int count = 0;
            while (await client.ReceiveAsync(buffer.AsMemory(count)) is > 0 and int more)
                count += more;
            return Encoding.ASCII.GetString(buffer, 0, count);
        });
        await using var doorway = DoorwayProcess.Start(
            "connect", option, $"tcp://{listener.LocalEndpoint}");
        await doorway.FilterAsync(typed);
        Assert.Equal(sent, await received.WaitAsync(Deadline.Default));
    }

    [Fact]
    public async Task With_broadcast_anybody_may_answer()
    {
        using var asked = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, 0);
        asked.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, 0);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var doorway = DoorwayProcess.Start(
            "connect", "--broadcast", "--timeout", "2s", $"udp://{asked.LocalEndPoint}");
        await doorway.WriteLineAsync("who");
        using var timer = new CancellationTokenSource(Deadline.Default);
        SocketReceiveFromResult question = await asked.ReceiveFromAsync(
            new byte[100], SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), timer.Token);
        await asked.SendToAsync("I"u8.ToArray(), question.RemoteEndPoint);
        await other.SendToAsync("ME TOO"u8.ToArray(), question.RemoteEndPoint);
        Assert.Equal("I\nME TOO\n", await doorway.FilterAsync(""));
    }

    [Theory]
    [InlineData("--crlf", "one\r\n")]
    [InlineData("--raw", "one")]
    public async Task A_datagram_is_the_line_without_its_newline_unless_asked(
        string option, string sent)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, 0);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var doorway = DoorwayProcess.Start(
            "connect", "--timeout", "20s", option, $"udp://{socket.LocalEndPoint}");
        await doorway.WriteLineAsync("one");
        byte[] buffer = new byte[100];
        using var timer = new CancellationTokenSource(Deadline.Default);
        SocketReceiveFromResult datagram = await socket.ReceiveFromAsync(
            buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), timer.Token);
        Assert.Equal(sent, Encoding.ASCII.GetString(buffer, 0, datagram.ReceivedBytes));
        await socket.SendToAsync("ANSWER"u8.ToArray(), datagram.RemoteEndPoint);
        Assert.Equal("ANSWER\n", await doorway.FilterAsync(""));
    }

    [Theory]
    [InlineData("tcp", "-4", @"127\.0\.0\.1:\d+")]
    [InlineData("udp", "-4", @"127\.0\.0\.1:\d+")]
    [InlineData("tcp", "-6", @"\[::1\]:\d+")]
    [InlineData("udp", "-6", @"\[::1\]:\d+")]
    public async Task One_family_of_a_name_is_used_when_asked(
        string scheme, string option, string peer)
    {
        if (option == "-6" && !Socket.OSSupportsIPv6)
            Assert.Skip("no IPv6 here");
        await using DoorwayProcess server =
            await DoorwayProcess.ServeAsync($"{scheme}://localhost:0");
        await using var client = DoorwayProcess.Start(
            "connect", option, "--json", "--timeout", "20s",
            $"{scheme}://localhost:{server.Port($"{scheme}://127.0.0.1")}");
        Assert.Matches($"\"peer\": \"{peer}\"", await client.FilterAsync("hello\n"));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Never_is_a_time_too(string scheme)
    {
        string[] program = scheme == "tcp" ? ["--run", "tr a-z A-Z", "--run-timeout", "never"] : [];
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync(
            [.. program, $"{scheme}://127.0.0.1:0"]);
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "never", "--connect-timeout", "never", server.Addresses[0]);
        Assert.Equal("HELLO\n", await client.FilterAsync("hello\n"));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Bind_is_the_address_that_the_server_sees(string scheme)
    {
        int port = FreePorts.Next();
        await using DoorwayProcess server = await DoorwayProcess.ServeAsync(
            "-v", $"{scheme}://127.0.0.1:0");
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "20s", "--bind", $"127.0.0.2:{port}", server.Addresses[0]);
        Assert.Equal("HELLO\n", await client.FilterAsync("hello\n"));
        await server.Output.WaitForAsync($"from 127.0.0.2:{port}");
    }
}
