using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Doorway.Tests.Command;

/// <summary>Which datagrams are taken for the answer to a line: only what can be.</summary>
public sealed class DatagramAnswerTests : IDisposable
{
    readonly Socket _server = Bound();
    readonly byte[] _buffer = new byte[1000];

    [Fact]
    public async Task The_answer_of_a_stranger_is_ignored_and_named()
    {
        using Socket stranger = Bound();
        await using DoorwayProcess client = Start("--timeout", "20s");
        await client.WriteLineAsync("hello");
        (_, EndPoint from) = await ReceiveAsync();
        await stranger.SendToAsync("FORGED"u8.ToArray(), from);
        await client.Errors.WaitForAsync(
            $"^doorway: ignored 6 bytes from {stranger.LocalEndPoint}: "
            + $"the question went to {_server.LocalEndPoint}$");
        await _server.SendToAsync("HELLO"u8.ToArray(), from);
        Assert.Equal("HELLO\n", await client.FilterAsync(""));
    }

    [Fact]
    public async Task A_server_on_every_interface_may_answer_from_another_loopback_address()
    {
        // Debian gives a machine's own name 127.0.1.1; the kernel answers from 127.0.0.1.
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Any, 0));
        int port = ((IPEndPoint)server.LocalEndPoint!).Port;
        await using DoorwayProcess client =
            DoorwayProcess.Start("connect", "--timeout", "20s", $"udp://127.0.1.1:{port}");
        await client.WriteLineAsync("hello");
        SocketReceiveFromResult asked = await server.ReceiveFromAsync(
            _buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0)).WaitAsync(Deadline.Default);
        await server.SendToAsync("HELLO"u8.ToArray(), asked.RemoteEndPoint);
        Assert.Equal("HELLO\n", await client.FilterAsync(""));
    }

    [Fact]
    public async Task A_late_answer_is_never_shown_for_the_next_line()
    {
        await using DoorwayProcess client = Start("--timeout", "500ms");
        await client.WriteLineAsync("one");
        (_, EndPoint first) = await ReceiveAsync();
        await client.Errors.WaitForAsync("^doorway: TIMEOUT udp://.*: line 1 was not answered");
        await _server.SendToAsync("ONE"u8.ToArray(), first);
        await client.WriteLineAsync("two");
        (string question, EndPoint second) = await ReceiveAsync();
        Assert.Equal("two", question);
        await _server.SendToAsync("ONE"u8.ToArray(), first);
        await _server.SendToAsync("TWO"u8.ToArray(), second);
        client.CloseInput();
        Assert.Equal(1, await client.WaitForExitAsync());
        Assert.Equal("TWO\n", client.Output.Text);
    }

    [Fact]
    public async Task Retries_send_the_line_again_until_it_is_answered()
    {
        await using DoorwayProcess client = Start("--timeout", "300ms", "--retries", "50");
        await client.WriteLineAsync("again");
        EndPoint from = null!;
        for (int i = 0; i < 3; i++)
        {
            (string question, from) = await ReceiveAsync();
            Assert.Equal("again", question);
        }
        await _server.SendToAsync("AGAIN"u8.ToArray(), from);
        Assert.Equal("AGAIN\n", await client.FilterAsync(""));
    }

    [Fact]
    public async Task An_answer_that_is_slower_than_the_timeout_answers_a_line_sent_again()
    {
        await using DoorwayProcess client = Start("--timeout", "300ms", "--retries", "50");
        await client.WriteLineAsync("again");
        (_, EndPoint first) = await ReceiveAsync();
        for (int i = 0; i < 2; i++)
            await ReceiveAsync();
        await _server.SendToAsync("AGAIN"u8.ToArray(), first);
        Assert.Equal("AGAIN\n", await client.FilterAsync(""));
    }

    [Fact]
    public async Task Retries_that_nobody_answers_are_told()
    {
        await using DoorwayProcess client = Start("--timeout", "50ms", "--retries", "2");
        await client.WriteLineAsync("again");
        client.CloseInput();
        Assert.Equal(1, await client.WaitForExitAsync());
        Assert.Contains(
            "line 1, sent 3 times, was not answered within 0.05 s", client.Errors.Text);
        for (int i = 0; i < 3; i++)
            await ReceiveAsync();
        Assert.Equal(0, _server.Available);
    }

    DoorwayProcess Start(params string[] options) =>
        DoorwayProcess.Start(["connect", .. options, $"udp://{_server.LocalEndPoint}"]);

    async Task<(string Text, EndPoint From)> ReceiveAsync()
    {
        using var timer = new CancellationTokenSource(Deadline.Default);
        SocketReceiveFromResult datagram = await _server.ReceiveFromAsync(
            _buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), timer.Token);
        string text = Encoding.ASCII.GetString(_buffer, 0, datagram.ReceivedBytes);
        return (text, datagram.RemoteEndPoint);
    }

    static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    public void Dispose() => _server.Dispose();
}
