using Doorway.Tests.Command;

namespace Doorway.Tests.Peers;

/// <summary>The network's pocket knives as clients of `doorway serve`.</summary>
public sealed class NetcatClientTests(UpperServer server) : IClassFixture<UpperServer>
{
    [Theory]
    [InlineData("ncat", "localhost")]
    [InlineData("ncat", "::1")]
    [InlineData("socat", "localhost")]
    [InlineData("socat", "::1")]
    [InlineData("nc.openbsd", "localhost")]
    [InlineData("nc.openbsd", "::1")]
    public async Task A_TCP_client_that_half_closes_gets_every_answer(string program, string host)
    {
        int port = server.Port("tcp", host);
        await using PeerProcess peer = program switch
        {
            "ncat" => PeerProcess.Run(program, host, port),
            "socat" => PeerProcess.Run(program, "-", $"TCP:{Bracketed(host)}:{port}"),
            _ => PeerProcess.Run(program, "-N", host, port),
        };
        Assert.Equal("HELLO\nWORLD\n", await peer.FilterAsync("hello\nworld\n"));
    }

    [Theory]
    [InlineData("ncat", "127.0.0.1")]
    [InlineData("ncat", "::1")]
    [InlineData("socat", "127.0.0.1")]
    [InlineData("socat", "::1")]
    [InlineData("nc.openbsd", "127.0.0.1")]
    [InlineData("nc.openbsd", "::1")]
    public async Task A_UDP_client_gets_each_datagram_back(string program, string host)
    {
        int port = server.Port("udp", host);
        await using PeerProcess peer = program == "socat"
            ? PeerProcess.Run(program, "-", $"UDP:{Bracketed(host)}:{port}")
            : PeerProcess.Run(program, "-u", host, port);
        await peer.WriteLineAsync("hello");
        await peer.Output.WaitForAsync("^HELLO$");
        await peer.WriteLineAsync("world");
        await peer.Output.WaitForAsync("^WORLD$");
    }

    [Theory]
    [InlineData("ncat")]
    [InlineData("socat")]
    [InlineData("nc.openbsd")]
    public async Task A_Unix_stream_client_gets_every_answer(string program)
    {
        await using PeerProcess peer = program switch
        {
            "ncat" => PeerProcess.Run(program, "-U", server.UnixPath),
            "socat" => PeerProcess.Run(program, "-", $"UNIX-CONNECT:{server.UnixPath}"),
            _ => PeerProcess.Run(program, "-N", "-U", server.UnixPath),
        };
        Assert.Equal("HELLO\nWORLD\n", await peer.FilterAsync("hello\nworld\n"));
    }

    [Fact]
    public async Task A_Unix_datagram_client_with_a_name_is_answered()
    {
        string own = server.FolderFile("client");
        await using var peer = PeerProcess.Run(
            "socat", "-", $"UNIX-SENDTO:{server.UnixDatagramPath},bind={own}");
        await peer.WriteLineAsync("hello");
        await peer.Output.WaitForAsync("^HELLO$");
    }

    static string Bracketed(string host) => host.Contains(':') ? $"[{host}]" : host;
}
