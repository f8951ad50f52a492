using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>Clients that are not ours, one exchange each, against `doorway serve`.</summary>
public sealed class TextbookClientTests(UpperServer server) : IClassFixture<UpperServer>
{
    [Theory]
    [InlineData("udp_client.py", "localhost")]
    [InlineData("udp_client.py", "127.0.0.1")]
    [InlineData("udp_client_ipv6.py", "::1")]
    public async Task The_Python_UDP_client_is_answered(string client, string host)
    {
        await using var peer = PeerProcess.Python(client, host, server.Port("udp", host));
        Assert.Equal(
            "Input lowercase sentence:STRASSE UND ŒUVRE\n",
            await peer.FilterAsync("straße und œuvre\n"));
    }

    [Theory]
    [InlineData("tcp_client.py", "localhost")]
    [InlineData("tcp_client.py", "127.0.0.1")]
    [InlineData("tcp_client_ipv6.py", "::1")]
    public async Task The_Python_TCP_client_is_answered_though_it_sends_no_newline(
        string client, string host)
    {
        await using var peer = PeerProcess.Python(client, host, server.Port("tcp", host));
        Assert.Equal(
            "Input lowercase sentence:From server: STRASSE UND ŒUVRE\n",
            await peer.FilterAsync("straße und œuvre\n"));
    }

    [Fact]
    public async Task The_Python_TCP_client_may_take_its_time_between_connecting_and_typing()
    {
        await using var peer = PeerProcess.Python(
            "tcp_client.py", "localhost", server.Port("tcp", "localhost"));
        await peer.Output.WaitForAsync("Input lowercase sentence:");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.EndsWith("From server: LATE\n", await peer.FilterAsync("late\n"));
    }

    [Theory]
    [InlineData("udp_client.c", "udp")]
    [InlineData("tcp_client.c", "tcp")]
    public async Task The_C_client_is_answered(string client, string transport)
    {
        await using var peer = await PeerProcess.CAsync(
            client, "127.0.0.1", server.Port(transport, "127.0.0.1"));
        Assert.Equal("HELLO FROM C\n", await peer.FilterAsync("hello from C\n"));
    }
}
