using System.Net;
using System.Net.Sockets;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>Who is admitted, and who is asked to leave, told with connections that have no
/// sockets.</summary>
public sealed class ConnectionTableTests : IDisposable
{
    static readonly SocketName Local = Name("198.51.100.100:12000");
    readonly List<ServerEvent> _told = [];
    ConnectionTable? _table;

    static SocketName Name(string text) => SocketName.From(IPEndPoint.Parse(text));

    ConnectionTable Table(Limits limits, int cap = 1_000)
    {
        _table = new ConnectionTable(
            limits, cap, () => new ServiceSession(ToUpper.Instance), turns: null,
            one =>
            {
                lock (_told)
                {
                    _told.Add(one);
                }
            });
        return _table;
    }

    static FakeStreamSocket? Accept(ConnectionTable table, string peer)
    {
        Session? session = table.Accept(Local, Name(peer));
        if (session is null)
        {
            return null;
        }

        var socket = new FakeStreamSocket(session) { Peer = Name(peer) };
        session.Open(socket);
        return socket;
    }

    static void Leave(FakeStreamSocket socket)
    {
        socket.Session.PeerFinished();
        Assert.Equal(1, socket.Closes);
        socket.Session.Closed();
    }

    public void Dispose() => _table?.Dispose();

    [Fact]
    public void One_source_has_its_share_whatever_the_port()
    {
        ConnectionTable table = Table(new Limits { ConnectionsPerSource = 3 });
        var first =
            Enumerable.Range(1, 3).Select(i => Accept(table, $"198.51.100.1:{i}")!).ToList();
        Assert.All(first, Assert.NotNull);
        Assert.Null(Accept(table, "198.51.100.1:4"));
        Assert.NotNull(Accept(table, "198.51.100.2:4"));
        Assert.NotNull(Accept(table, "[2001:db8::1]:4"));
        Assert.Null(Accept(table, "[::ffff:198.51.100.1]:9"));
        Assert.Equal(2, table.Counters.RefusedPerSource);
        Assert.Equal(5, table.Counters.Open);
        Leave(first[1]);
        Assert.NotNull(Accept(table, "198.51.100.1:5"));
        Assert.Null(Accept(table, "198.51.100.1:6"));
        ServerEvent refused = _told.First(one => one.Kind == ServerEventKind.Refused);
        Assert.Equal("3 connections are open from its address", refused.Text);
        Assert.Equal(Name("198.51.100.1:4"), refused.Peer);
    }

    [Fact]
    public void The_default_share_is_a_hundred_and_loopback_is_exempt()
    {
        ConnectionTable table = Table(new Limits());
        for (int i = 1; i <= 300; i++)
        {
            Assert.NotNull(Accept(table, $"127.0.0.1:{i}"));
            Assert.NotNull(Accept(table, $"[::1]:{i}"));
            Assert.Equal(i <= 100, Accept(table, $"198.51.100.1:{i}") is not null);
        }

        Assert.Equal(200, table.Counters.RefusedPerSource);
    }

    [Fact]
    public void The_cap_refuses_and_admits_again()
    {
        ConnectionTable table = Table(new Limits(), cap: 2);
        FakeStreamSocket first = Accept(table, "127.0.0.1:1")!;
        Accept(table, "127.0.0.1:2");
        Assert.Null(Accept(table, "127.0.0.1:3"));
        Leave(first);
        Assert.NotNull(Accept(table, "127.0.0.1:4"));
        Counters counters = table.Counters;
        Assert.Equal(1, counters.RefusedAtCap);
        Assert.Equal(3, counters.Accepted);
        Assert.Equal(2, counters.Open);
    }

    [Fact]
    public void Bytes_are_counted_while_open_and_after()
    {
        ConnectionTable table = Table(new Limits());
        FakeStreamSocket one = Accept(table, "127.0.0.1:1")!;
        FakeStreamSocket two = Accept(table, "127.0.0.1:2")!;
        one.Session.Received("abc"u8);
        two.Session.Received("\u0390"u8);
        Assert.Equal((5, 9), (table.Counters.BytesReceived, table.Counters.BytesSent));
        Leave(one);
        Assert.Equal((5, 9), (table.Counters.BytesReceived, table.Counters.BytesSent));
        Leave(two);
        Assert.Equal((5, 9), (table.Counters.BytesReceived, table.Counters.BytesSent));
        Assert.True(table.WhenEmpty().IsCompleted);
    }

    [Fact]
    public async Task The_idle_are_closed_and_those_that_talk_are_not()
    {
        ConnectionTable table = Table(new Limits { Idle = TimeSpan.FromSeconds(1) });
        FakeStreamSocket idle = Accept(table, "127.0.0.1:1")!;
        FakeStreamSocket talks = Accept(table, "127.0.0.1:2")!;
        await Eventually.HoldsAsync(() =>
        {
            talks.Session.Received("x"u8);
            return idle.Finishes == 1;
        });
        Assert.Equal(0, talks.Finishes);
        Assert.Equal(1, table.Counters.ClosedIdle);
        Leave(idle);
        lock (_told)
        {
            Assert.StartsWith("idle for 1 s, 0 bytes in", _told[^1].Text);
        }
    }

    [Fact]
    public async Task Above_the_busy_share_those_idle_longest_are_closed()
    {
        ConnectionTable table = Table(
            new Limits { BusyIdle = TimeSpan.FromMilliseconds(300), BusyShare = 0.5 }, cap: 6);
        var sockets = new List<FakeStreamSocket>();
        for (int i = 1; i <= 5; i++)
        {
            sockets.Add(Accept(table, $"127.0.0.1:{i}")!);
            await Task.Delay(30);
        }

        await Eventually.HoldsAsync(() => table.Counters.ClosedIdle == 2, () => table.Counters);
        Assert.Equal([1, 1, 0, 0, 0], sockets.Select(socket => socket.Finishes));
        Leave(sockets[0]);
        Leave(sockets[1]);
        await Task.Delay(1_200);
        Assert.Equal(2, table.Counters.ClosedIdle);
    }

    [Fact]
    public async Task Those_that_were_told_to_go_and_linger_are_not_counted_again()
    {
        ConnectionTable table = Table(
            new Limits { BusyIdle = TimeSpan.FromMilliseconds(100), BusyShare = 0.8 }, cap: 10);
        for (int i = 1; i <= 9; i++)
        {
            Assert.NotNull(Accept(table, $"127.0.0.1:{i}"));
        }

        await Eventually.HoldsAsync(() => table.Counters.ClosedIdle == 1, () => table.Counters);
        await Task.Delay(1_500);
        Assert.Equal(1, table.Counters.ClosedIdle);
    }

    [Fact]
    public async Task Who_is_never_idle_is_not_closed_above_the_busy_share_either()
    {
        ConnectionTable table = Table(
            new Limits
            {
                Idle = Limits.Never,
                BusyIdle = TimeSpan.FromMilliseconds(1),
                BusyShare = 0,
            });
        FakeStreamSocket types = Accept(table, "127.0.0.1:1")!;
        await Task.Delay(1_200);
        Assert.Equal(0, types.Finishes);
    }

    [Fact]
    public async Task A_peer_that_reads_a_little_is_not_stalled()
    {
        ConnectionTable table = Table(new Limits { WriteStall = TimeSpan.FromMilliseconds(900) });
        FakeStreamSocket stalled = Accept(table, "127.0.0.1:1")!;
        FakeStreamSocket slow = Accept(table, "127.0.0.1:2")!;
        stalled.Room = slow.Room = 0;
        stalled.Session.Received(new byte[100]);
        slow.Session.Received(new byte[10_000]);
        await Eventually.HoldsAsync(() =>
        {
            slow.Writable(1);
            return stalled.Closes == 1;
        });
        Assert.True(stalled.WasReset);
        Assert.Equal(0, slow.Closes);
        Assert.Equal(1, table.Counters.ClosedStalled);
    }

    [Fact]
    public async Task Who_does_not_close_after_our_end_is_closed_after_the_linger()
    {
        ConnectionTable table = Table(new Limits { Linger = TimeSpan.FromMilliseconds(200) });
        FakeStreamSocket socket = Accept(table, "127.0.0.1:1")!;
        socket.Session.End();
        await Eventually.HoldsAsync(() => socket.Closes == 1);
        Assert.False(socket.WasReset);
        socket.Session.Closed();
        Assert.Equal(SocketError.Success, socket.Session.Error);
        Assert.Equal(0, table.Counters.ClosedIdle);
    }

    [Fact]
    public async Task Who_waits_for_its_turn_is_not_idle()
    {
        using var turns = new IterativeTurns(log: null);
        _table = new ConnectionTable(
            new Limits { Idle = TimeSpan.FromMilliseconds(100) }, 10,
            () => new ServiceSession(ToUpper.Instance), turns, log: null);
        FakeStreamSocket served = Accept(_table, "127.0.0.1:1")!;
        FakeStreamSocket waits = Accept(_table, "127.0.0.1:2")!;
        for (int i = 0; i < 25; i++)
        {
            served.Session.Received("x"u8);
            await Task.Delay(50);
        }

        Assert.Equal(0, waits.Finishes);
        Leave(served);
        Assert.True(waits.Session.WantsToReceive);
    }
}
