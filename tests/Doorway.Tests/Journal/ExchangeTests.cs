using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Doorway.Tests;

/// <summary>Whole exchanges, as the journal tells them.</summary>
public sealed class ExchangeTests
{
    // Socket by socket, for the two sides run at once: "call argument result error bytes".
    static List<string[]> Told(Journal journal) =>
    [
        .. journal.Snapshot().GroupBy(entry => entry.Socket).OrderBy(calls => calls.Key)
            .Select(calls => calls.Select(Told).ToArray()),
    ];

    static string Told(Entry entry)
    {
        string argument = entry.Argument is null ? "" : $" ({entry.Argument})";
        string error = entry.Error == SocketError.Success ? "" : $" {entry.Error}";
        string bytes =
            entry.Bytes.IsEmpty ? "" : $" \"{Encoding.UTF8.GetString(entry.Bytes.Span)}\"";
        return $"{entry.Side} {entry.Call}{argument} {entry.Result}{error}{bytes}";
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_TCP_exchange_is_told_in_full(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var journal = new Journal();
        Server server = await venue.ServeAsync(options => options with { Journal = journal });
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        Connection connection = (await venue.Engine.ConnectAsync(
            Transport.Tcp, to, new DialOptions
            {
                Journal =
                journal
            }, CancellationToken.None)).Connection!;
        await connection.SendAsync("hello"u8.ToArray());
        byte[] buffer = new byte[100];
        Assert.Equal(5, (await connection.ReceiveAsync(buffer)).Count);
        connection.FinishSending();
        Assert.True((await connection.ReceiveAsync(buffer)).IsEnd);
        await connection.DisposeAsync();
        await server.StopAsync(TimeSpan.FromSeconds(5));

        bool isIPv6 = place == "tcp6";
        string domain = isIPv6 ? "AF_INET6" : "AF_INET";
        string[] v6Only(string side) => isIPv6 ? [$"{side} SetSockOpt (IPV6_V6ONLY) 0"] : [];
        List<string[]> told = Told(journal);
        Assert.Equal(3, told.Count);
        Assert.Equal(
            [
                $"Server Socket ({domain}, SOCK_STREAM) 1", .. v6Only("Server"), "Server Bind 0",
                "Server Listen 4096", "Server Accept 3", "Server Close 0",
            ],
            told[0]);
        Assert.Equal(
            [
                $"Client Socket ({domain}, SOCK_STREAM) 2", .. v6Only("Client"), "Client Connect 0",
                "Client SetSockOpt (TCP_NODELAY) 0", "Client Send 5 \"hello\"",
                "Client Recv 5 \"HELLO\"",
                "Client Shutdown (SHUT_WR) 0", "Client Recv 0", "Client Close 0",
            ],
            told[1]);
        Assert.Equal(
            [
                "Server SetSockOpt (TCP_NODELAY) 0", "Server Recv 5 \"hello\"",
                "Server Send 5 \"HELLO\"", "Server Recv 0",
                "Server Shutdown (SHUT_WR) 0", "Server Close 0",
            ],
            told[2]);
        Assert.All(journal.Snapshot(), entry => Assert.Equal(Transport.Tcp, entry.Transport));
        Entry accept = journal.Snapshot().Single(entry => entry.Call == SocketCall.Accept);
        Entry connect = journal.Snapshot().Single(entry => entry.Call == SocketCall.Connect);
        Assert.Equal(connect.Local, accept.Peer);
        Assert.Equal(connect.Peer, accept.Local);
        Assert.Equal(SocketName.From(to), connect.Peer);
    }

    [Theory, MemberData(nameof(Venue.Udp), MemberType = typeof(Venue))]
    public async Task A_UDP_exchange_is_told_in_full(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var journal = new Journal();
        Server server = await venue.ServeAsync(options => options with { Journal = journal });
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        DatagramSocket client = venue.Engine.OpenDatagram(
            Transport.Udp, to.AddressFamily, new DialOptions { Journal = journal });
        byte[] buffer = new byte[100];
        await client.SendToAsync("hello"u8.ToArray(), to);
        Assert.Equal(5, (await client.ReceiveFromAsync(buffer)).Count);
        await client.SendToAsync(Array.Empty<byte>(), to);
        Assert.Equal(0, (await client.ReceiveFromAsync(buffer)).Count);
        await client.DisposeAsync();
        await server.StopAsync(TimeSpan.FromSeconds(5));

        bool isIPv6 = place == "udp6";
        string domain = isIPv6 ? "AF_INET6" : "AF_INET";
        string[] v6Only(string side) => isIPv6 ? [$"{side} SetSockOpt (IPV6_V6ONLY) 0"] : [];
        string[] recvErr = OperatingSystem.IsLinux()
            ? [$"Client SetSockOpt ({(isIPv6 ? "IPV6_RECVERR" : "IP_RECVERR")}) 0"] : [];
        List<string[]> told = Told(journal);
        Assert.Equal(2, told.Count);
        Assert.Equal(
            [
                $"Server Socket ({domain}, SOCK_DGRAM) 1", .. v6Only("Server"), "Server Bind 0",
                "Server RecvFrom 5 \"hello\"", "Server SendTo 5 \"HELLO\"", "Server RecvFrom 0",
                "Server SendTo 0", "Server Close 0",
            ],
            told[0]);
        Assert.Equal(
            [
                $"Client Socket ({domain}, SOCK_DGRAM) 2", .. v6Only("Client"), .. recvErr,
                "Client SendTo 5 \"hello\"", "Client RecvFrom 5 \"HELLO\"", "Client SendTo 0",
                "Client RecvFrom 0", "Client Close 0",
            ],
            told[1]);
        Entry asked = journal.Snapshot().First(entry => entry.Call == SocketCall.RecvFrom);
        Entry sent = journal.Snapshot().First(entry => entry.Call == SocketCall.SendTo);
        Assert.Equal(sent.Local.Port, asked.Peer.Port);
        Assert.Equal(SocketName.From(to), sent.Peer);
        Assert.True(asked.Waited > TimeSpan.Zero);
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task What_a_send_causes_comes_after_it(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var journal = new Journal();
        await using Server server =
            await venue.ServeAsync(options => options with { Journal = journal });
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        Connection connection = (await venue.Engine.ConnectAsync(
            Transport.Tcp, to, new DialOptions
            {
                Journal =
                journal
            }, CancellationToken.None)).Connection!;
        byte[] buffer = new byte[100];
        const int Turns = 2_000;
        for (int turn = 0; turn < Turns; turn++)
        {
            await connection.SendAsync("x"u8.ToArray());
            Assert.Equal(1, (await connection.ReceiveAsync(buffer)).Count);
        }

        string[] told = [];
        await Eventually.HoldsAsync(
            () =>
            {
                // The server may still be on its way back from its last send.
                told =
                [
                    .. journal.Snapshot()
                        .Where(one => one.Call is SocketCall.Send or SocketCall.Recv).Select(Told),
                ];
                return told.Length >= 4 * Turns;
            },
            () => told.Length);
        string[] turnOfFour =
        [
            "Client Send 1 \"x\"", "Server Recv 1 \"x\"",
            "Server Send 1 \"X\"", "Client Recv 1 \"X\"",
        ];
        Assert.Equal(Enumerable.Repeat(turnOfFour, Turns).SelectMany(four => four), told);
        await connection.DisposeAsync();
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_refused_connect_is_told_with_its_error(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        EndPoint dead;
        await using (Server server = await venue.ServeAsync())
        {
            dead = await Venue.EndPointOf(server.Addresses[0]);
        }

        var journal = new Journal();
        await venue.Engine.ConnectAsync(
            Transport.Tcp, dead, new DialOptions { Journal = journal }, CancellationToken.None);
        Entry[] last = [.. journal.Snapshot().TakeLast(2)];
        Assert.Equal("Client Connect 0 ConnectionRefused", Told(last[0]));
        Assert.Equal(SocketName.From(dead), last[0].Peer);
        Assert.Equal("Client Close 0", Told(last[1]));
    }
}
