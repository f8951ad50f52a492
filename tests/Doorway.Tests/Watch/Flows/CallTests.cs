using Doorway.Frames;
using Doorway.Watch;
using static Doorway.Tests.Watch.Flows.Exchange;

namespace Doorway.Tests.Watch.Flows;

/// <summary>Ranges of calls on connections, with frames and without.</summary>
public sealed class CallTests
{
    const string Everywhere = "0.0.0.0:12000";

    readonly Exchange _exchange = new();

    WatchEvent[] Calls() =>
    [
        _exchange.Call(0, "listen", 1, Everywhere, null),
        _exchange.Call(1, "connect", 2, null, ServerEnd),
        _exchange.Call(0.5, "accept4", 1, Everywhere, ClientEnd, took: 1, made: 3),
        _exchange.Call(10, "send", 2, ClientEnd, ServerEnd, "hello"),
        _exchange.Call(2, "recv", 3, ServerEnd, ClientEnd, "hel", took: 9),
        _exchange.Call(12, "recv", 3, ServerEnd, ClientEnd, "lo"),
        _exchange.Call(13, "send", 3, ServerEnd, ClientEnd, "HELLO"),
        _exchange.Call(11, "recv", 2, ClientEnd, ServerEnd, "HELLO", took: 4),
        _exchange.Call(20, "close", 2, ClientEnd, ServerEnd),
    ];

    static FrameEvent[] Frames() =>
    [
        Segment(1.001, Side.Client, TcpFlags.Syn, 100),
        Segment(1.002, Side.Server, TcpFlags.Syn | TcpFlags.Ack, 500, 101),
        Segment(1.003, Side.Client, TcpFlags.Ack, 101, 501),
        Segment(10.001, Side.Client, TcpFlags.Psh | TcpFlags.Ack, 101, 501, "hello"),
        Segment(13.001, Side.Server, TcpFlags.Psh | TcpFlags.Ack, 501, 106, "HELLO"),
    ];

    CallEvent Find(string call, int socket) => _exchange.Told.OfType<CallEvent>()
        .First(one => one.Call == call && one.Socket == socket);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_connection_is_one_flow_from_connect_to_close(bool withFrames)
    {
        _exchange.JoinAll([.. Calls(), .. withFrames ? Frames() : []]);
        FlowEvent flow = Assert.Single(_exchange.Flows, one => one.Flow == 1);
        Assert.Equal((ClientEnd, ServerEnd), (flow.Client, flow.Server));
        Assert.All(_exchange.Told.OfType<CallEvent>().Where(call => call.Call != "listen"),
            call => Assert.Equal(1, call.Range?.Flow));
        Assert.All(_exchange.Told.OfType<FrameEvent>(),
            frame => Assert.Equal(1, frame.Range?.Flow));
        Assert.Equal(new FlowRange(1, Side.Client, 0, 5), Find("send", 2).Range);
        Assert.Equal(new FlowRange(1, Side.Client, 0, 3), Find("recv", 3).Range);
        Assert.Equal(new FlowRange(1, Side.Server, 0, 5), Find("recv", 2).Range);
        Assert.Null(Find("listen", 1).Range);
        Assert.Empty(_exchange.Notices);
    }

    [Fact]
    public void A_connect_that_does_not_know_its_port_is_joined_to_its_SYN()
    {
        _exchange.JoinAll(
        [
            _exchange.Call(1, "connect", 2, null, ServerEnd),
            .. Frames().Take(3),
        ]);
        Assert.Equal(ClientEnd, Assert.Single(_exchange.Flows).Client);
        Assert.Equal(new FlowRange(1, Side.Client, 0, 0), Find("connect", 2).Range);
    }

    [Fact]
    public void Without_frames_a_port_is_learnt_later_and_told()
    {
        _exchange.Join(_exchange.Call(1, "connect", 2, null, ServerEnd));
        Assert.Null(Assert.Single(_exchange.Flows).Client);
        CallEvent sent = _exchange.Join(_exchange.Call(5, "send", 2, ClientEnd, ServerEnd, "hello"));
        Assert.Equal(1, sent.Range!.Flow);
        Assert.Equal((1, ClientEnd), (_exchange.Flows[1].Flow, _exchange.Flows[1].Client));
    }

    [Fact]
    public void A_refused_connect_belongs_to_the_frames_that_refused_it()
    {
        _exchange.JoinAll(
        [
            Segment(1.001, Side.Client, TcpFlags.Syn, 100),
            Segment(1.002, Side.Server, TcpFlags.Rst | TcpFlags.Ack, 0, 101),
            _exchange.Call(1, "connect", 2, null, ServerEnd, error: "ECONNREFUSED"),
        ]);
        Assert.Single(_exchange.Flows);
        Assert.Equal(1, Find("connect", 2).Range!.Flow);
    }

    [Fact]
    public void Two_clients_of_one_port_are_two_flows()
    {
        const string Second = "127.0.0.1:45679";
        _exchange.JoinAll(
        [
            _exchange.Call(1, "connect", 2, ClientEnd, ServerEnd),
            _exchange.Call(1.1, "connect", 5, Second, ServerEnd),
            _exchange.Call(2, "accept", 1, Everywhere, ClientEnd, made: 3),
            _exchange.Call(3, "accept", 1, Everywhere, Second, made: 4),
            _exchange.Call(4, "recv", 4, ServerEnd, Second, "two"),
            _exchange.Call(5, "recv", 3, ServerEnd, ClientEnd, "one"),
        ]);
        Assert.Equal(2, _exchange.Flows.Select(flow => flow.Flow).Distinct().Count());
        Assert.Equal(2, Find("recv", 4).Range!.Flow);
        Assert.Equal(1, Find("recv", 3).Range!.Flow);
    }

    [Fact]
    public void The_same_ends_again_are_another_flow()
    {
        _exchange.JoinAll([.. Calls(), .. Frames()]);
        _exchange.JoinAll(
        [
            _exchange.Call(100, "connect", 12, ClientEnd, ServerEnd),
            Segment(100.001, Side.Client, TcpFlags.Syn, 9_000),
            _exchange.Call(101, "accept", 1, Everywhere, ClientEnd, made: 13),
            _exchange.Call(102, "recv", 13, ServerEnd, ClientEnd, "x"),
        ]);
        Assert.Equal(2, _exchange.Flows[^1].Flow);
        Assert.Equal(new FlowRange(2, Side.Client, 0, 1), Find("recv", 13).Range);
        Assert.Equal(2, Assert.IsType<FrameEvent>(
            _exchange.Told.Last(one => one is FrameEvent)).Range!.Flow);
    }

    [Fact]
    public void A_peek_leaves_the_bytes_where_they_are()
    {
        _exchange.Join(_exchange.Call(1, "accept", 1, Everywhere, ClientEnd, made: 3));
        CallEvent peek = _exchange.Join(_exchange.Call(
            2, "recvfrom", 3, ServerEnd, ClientEnd, "he", arguments: "3, ..., MSG_PEEK"));
        CallEvent read = _exchange.Join(_exchange.Call(3, "recv", 3, ServerEnd, ClientEnd, "hello"));
        Assert.Equal((0, 0), (peek.Range!.Offset, read.Range!.Offset));
    }

    [Fact]
    public void A_waiting_receive_says_which_bytes_it_waits_for()
    {
        _exchange.Join(_exchange.Call(1, "accept", 1, Everywhere, ClientEnd, made: 3));
        _exchange.Join(_exchange.Call(2, "recv", 3, ServerEnd, ClientEnd, "hello"));
        CallEvent wait = _exchange.Join(_exchange.Call(
            3, "recv", 3, ServerEnd, ClientEnd, isWaiting: true));
        Assert.Equal(new FlowRange(1, Side.Client, 5, 0), wait.Range);
    }

    [Fact]
    public void A_program_that_is_watched_late_is_joined_by_its_bytes()
    {
        _exchange.JoinAll(
        [
            .. Frames(),
            Segment(20, Side.Client, TcpFlags.Ack, 106, 506, "second"),
            _exchange.Call(19, "recv", 3, ServerEnd, ClientEnd, "second", took: 2),
        ]);
        Assert.Equal(new FlowRange(1, Side.Client, 5, 6), Find("recv", 3).Range);
    }

    [Fact]
    public void Frames_that_are_seen_late_are_joined_by_their_bytes()
    {
        _exchange.JoinAll([.. Calls(), Frames()[4]]);
        FrameEvent frame = Assert.Single(_exchange.Told.OfType<FrameEvent>());
        Assert.Equal(new FlowRange(1, Side.Server, 0, 5), frame.Range);
        Assert.Equal(1, frame.Numbers!.Value.Sequence);
    }

    [Fact]
    public void Unix_sockets_are_joined_by_the_pair_of_them()
    {
        _exchange.JoinAll(
        [
            _exchange.Call(1, "write", 2, null, "/tmp/door", "hello",
                transport: Transport.Unix, peerSocket: 3),
            _exchange.Call(2, "read", 3, "/tmp/door", null, "hello",
                transport: Transport.Unix, peerSocket: 2),
        ]);
        FlowEvent flow = Assert.Single(_exchange.Flows);
        Assert.Equal(("socket 2", "/tmp/door"), (flow.Client, flow.Server));
        Assert.Equal(new FlowRange(1, Side.Client, 0, 5), Find("write", 2).Range);
        Assert.Equal(new FlowRange(1, Side.Client, 0, 5), Find("read", 3).Range);
    }

    [Fact]
    public void What_a_Unix_client_sends_before_it_is_accepted_belongs_to_its_flow()
    {
        _exchange.JoinAll(
        [
            _exchange.Call(1, "connect", 2, null, "/tmp/door", transport: Transport.Unix),
            _exchange.Call(2, "sendto", 2, null, "/tmp/door", "hello", transport: Transport.Unix),
            _exchange.Call(3, "accept4", 1, "/tmp/door", null, transport: Transport.Unix,
                made: 3, peerSocket: 2),
            _exchange.Call(4, "recvfrom", 3, "/tmp/door", null, "hello",
                transport: Transport.Unix, peerSocket: 2),
            _exchange.Call(5, "sendto", 3, "/tmp/door", null, "HELLO",
                transport: Transport.Unix, peerSocket: 2),
            _exchange.Call(2.5, "recvfrom", 2, null, "/tmp/door", "HELLO", took: 4,
                transport: Transport.Unix),
        ]);
        Assert.Equal(
            [("socket 2", "/tmp/door")],
            _exchange.Flows.Select(flow => (flow.Client, flow.Server)).Distinct());
        Assert.Equal(new FlowRange(1, Side.Client, 0, 5), Find("sendto", 2).Range);
        Assert.Equal(new FlowRange(1, Side.Client, 0, 5), Find("recvfrom", 3).Range);
        Assert.Equal(new FlowRange(1, Side.Server, 0, 5), Find("sendto", 3).Range);
        Assert.Equal(new FlowRange(1, Side.Server, 0, 5), Find("recvfrom", 2).Range);
    }

    [Fact]
    public void A_Unix_client_that_has_left_is_the_first_that_is_not_accepted()
    {
        _exchange.JoinAll(
        [
            _exchange.Call(1, "connect", 2, null, "/tmp/door", transport: Transport.Unix),
            _exchange.Call(2, "sendto", 2, null, "/tmp/door", "one", transport: Transport.Unix),
            _exchange.Call(3, "close", 2, null, "/tmp/door", transport: Transport.Unix),
            _exchange.Call(4, "connect", 4, null, "/tmp/door", transport: Transport.Unix),
            _exchange.Call(5, "accept4", 1, "/tmp/door", null, transport: Transport.Unix, made: 3),
            _exchange.Call(6, "recvfrom", 3, "/tmp/door", null, "one", transport: Transport.Unix),
        ]);
        Assert.Equal(new FlowRange(1, Side.Client, 0, 3), Find("recvfrom", 3).Range);
    }
}
