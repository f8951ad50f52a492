using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>The network's pocket knives as servers of `doorway connect`.</summary>
public sealed class NetcatServerTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Socat_with_tr_answers_after_the_half_close(string host)
    {
        int port = FreePorts.Next();
        string listen = host == "[::1]" ? "TCP6-LISTEN" : "TCP4-LISTEN";
        await using var server = PeerProcess.Run(
            "socat", $"{listen}:{port},bind={host},reuseaddr,fork", "EXEC:tr a-z A-Z");
        await FreePorts.WaitUntilOpenAsync("tcp", port, server);
        await using var client = DoorwayProcess.Start("connect", $"tcp://{host}:{port}");
        Assert.Equal("HELLO\nWORLD\n", await client.FilterAsync("hello\nworld\n"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Socat_with_tr_answers_a_datagram(string host)
    {
        int port = FreePorts.Next();
        string listen = host == "[::1]" ? "UDP6-RECVFROM" : "UDP4-RECVFROM";
        await using var server = PeerProcess.Run(
            "socat", $"{listen}:{port},bind={host},fork", "EXEC:tr a-z A-Z");
        await FreePorts.WaitUntilOpenAsync("udp", port, server);
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "10s", $"udp://{host}:{port}");
        Assert.Equal("HELLO\nWORLD\n", await client.FilterAsync("hello\nworld\n"));
    }

    [Theory]
    [InlineData("ncat", "127.0.0.1")]
    [InlineData("ncat", "[::1]")]
    [InlineData("nc.openbsd", "127.0.0.1")]
    [InlineData("nc.openbsd", "[::1]")]
    public async Task A_person_at_a_listening_netcat_answers(string program, string host)
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Run(program, "-l", host.Trim('[', ']'), port);
        await FreePorts.WaitUntilOpenAsync("tcp", port, server);
        await using var client = DoorwayProcess.Start("connect", $"tcp://{host}:{port}");
        await client.WriteLineAsync("hello");
        await server.Output.WaitForAsync("^hello$");
        await server.WriteLineAsync("HELLO");
        await client.Output.WaitForAsync("^HELLO$");
        // Both programs leave when their peer has finished.
        client.CloseInput();
        Assert.Equal(0, await client.WaitForExitAsync());
        Assert.Equal("HELLO\n", client.Output.Text);
    }

    [Theory]
    [InlineData("ncat", "127.0.0.1")]
    [InlineData("ncat", "[::1]")]
    [InlineData("nc.openbsd", "127.0.0.1")]
    [InlineData("nc.openbsd", "[::1]")]
    public async Task A_person_at_a_netcat_that_listens_on_UDP_answers(string program, string host)
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Run(program, "-u", "-l", host.Trim('[', ']'), port);
        await FreePorts.WaitUntilOpenAsync("udp", port, server);
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "10s", $"udp://{host}:{port}");
        await client.WriteLineAsync("hello");
        // A datagram is the line without its newline.
        await server.Output.WaitForAsync("^hello$");
        await server.WriteLineAsync("HELLO");
        await client.Output.WaitForAsync("^HELLO$");
        client.CloseInput();
        Assert.Equal(0, await client.WaitForExitAsync());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Localhost_is_tried_on_every_address_it_stands_for(string only)
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Run("ncat", "-l", only, port);
        await FreePorts.WaitUntilOpenAsync("tcp", port, server);
        await using var client = DoorwayProcess.Start("connect", $"tcp://localhost:{port}");
        await client.WriteLineAsync("hello");
        await server.Output.WaitForAsync("^hello$");
        client.CloseInput();
        Assert.Equal(0, await client.WaitForExitAsync());
    }

    [Fact]
    public async Task Socat_answers_on_a_Unix_socket()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("socket");
        await using var server = PeerProcess.Run(
            "socat", $"UNIX-LISTEN:{path},fork", "EXEC:tr a-z A-Z");
        await WaitForFileAsync(path);
        await using var client = DoorwayProcess.Start("connect", $"unix:{path}");
        Assert.Equal("HELLO\nWORLD\n", await client.FilterAsync("hello\nworld\n"));
    }

    [Fact]
    public async Task Socat_answers_on_a_Unix_datagram_socket()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("socket");
        await using var server = PeerProcess.Run(
            "socat", $"UNIX-RECVFROM:{path},fork", "EXEC:tr a-z A-Z");
        await WaitForFileAsync(path);
        await using var client = DoorwayProcess.Start(
            "connect", "--timeout", "10s", $"unixgram:{path}");
        Assert.Equal("HELLO\nWORLD\n", await client.FilterAsync("hello\nworld\n"));
    }

    static async Task WaitForFileAsync(string path)
    {
        DateTime end = DateTime.UtcNow + Deadline.Default;
        while (!File.Exists(path))
        {
            Assert.True(DateTime.UtcNow < end, $"{path} did not appear");
            await Task.Delay(10);
        }
    }
}
