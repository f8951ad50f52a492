using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>`doorway connect` against servers that are not ours.</summary>
public sealed class TextbookServerTests
{
    [Theory]
    [InlineData("udp_server.py", "localhost")]
    [InlineData("udp_server.py", "127.0.0.1")]
    [InlineData("udp_server_ipv6.py", "[::1]")]
    public async Task The_Python_UDP_server_answers_each_line(string script, string host)
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Python(script, port);
        await server.Output.WaitForAsync("ready to receive");
        await using var client = DoorwayProcess.Start("connect", $"udp://{host}:{port}");
        Assert.Equal("STRASSE\nŒUVRE\n", await client.FilterAsync("straße\nœuvre\n"));
    }

    [Theory]
    [InlineData("tcp_server.py", "localhost")]
    [InlineData("tcp_server.py", "127.0.0.1")]
    [InlineData("tcp_server_ipv6.py", "[::1]")]
    public async Task The_Python_TCP_server_answers_a_sentence(string script, string host)
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Python(script, port);
        await server.Output.WaitForAsync("ready to receive");
        await using var client = DoorwayProcess.Start("connect", $"tcp://{host}:{port}");
        Assert.Equal("STRASSE\n", await client.FilterAsync("straße\n"));
        await using var bare = DoorwayProcess.Start(
            "connect", "--no-newline", $"tcp://{host}:{port}");
        Assert.Equal("ŒUVRE", (await bare.FilterAsync("œuvre\n")).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("udp_server.c", "udp")]
    [InlineData("tcp_server.c", "tcp")]
    public async Task The_C_server_answers(string source, string transport)
    {
        int port = FreePorts.Next();
        await using PeerProcess server = await PeerProcess.CAsync(source, port);
        await server.Output.WaitForAsync("ready to receive");
        await using var client = DoorwayProcess.Start("connect", $"{transport}://127.0.0.1:{port}");
        Assert.Equal("HELLO TO C\n", await client.FilterAsync("hello to C\n"));
    }

    [Fact]
    public async Task A_forking_server_holds_several_conversations_at_once()
    {
        int port = FreePorts.Next();
        await using var server = PeerProcess.Python("forking_server.py", port);
        await server.Output.WaitForAsync("ready to receive");
        await using var first = DoorwayProcess.Start("connect", $"tcp://127.0.0.1:{port}");
        await using var second = DoorwayProcess.Start("connect", $"tcp://127.0.0.1:{port}");
        foreach (string line in (string[])["one", "two", "three"])
        {
            await second.WriteLineAsync($"second {line}");
            await second.Output.WaitForAsync($"^SECOND {line.ToUpperInvariant()}$");
            await first.WriteLineAsync($"first {line}");
            await first.Output.WaitForAsync($"^FIRST {line.ToUpperInvariant()}$");
        }
        Assert.Equal("FIRST ONE\nFIRST TWO\nFIRST THREE\n", await first.FilterAsync(""));
        Assert.Equal("SECOND ONE\nSECOND TWO\nSECOND THREE\n", await second.FilterAsync(""));
    }
}
