using Doorway.Frames;
using Doorway.Watch;
using static Doorway.Tests.Watch.Flows.Exchange;

namespace Doorway.Tests.Watch.Flows;

/// <summary>Datagrams: which send, frame and receive are of the same one.</summary>
public sealed class DatagramTests
{
    const string Everywhere = "0.0.0.0:12000";
    const string Anywhere = "0.0.0.0:45678";

    readonly Exchange _exchange = new();

    CallEvent Send(double at, string text, string? local = Anywhere) => _exchange.Call(
        at, "sendto", 2, local, ServerEnd, text, transport: Transport.Udp);

    CallEvent Receive(double at, string text) => _exchange.Call(
        at, "recvfrom", 1, Everywhere, ClientEnd, text, transport: Transport.Udp);

    static FlowRange Range(long number, long offset, int length, Side from = Side.Client) =>
        new(1, from, offset, length) { Datagram = number };

    IEnumerable<FlowRange?> Received => _exchange.Told.OfType<CallEvent>()
        .Where(call => call.Call == "recvfrom").Select(call => call.Range);

    FrameEvent[] Frames => [.. _exchange.Told.OfType<FrameEvent>()];

    [Fact]
    public void A_question_and_its_answer_are_one_flow_and_show_real_addresses()
    {
        _exchange.JoinAll(
        [
            Send(1, "hello", local: null),
            Datagram(1.001, "hello"),
            Receive(1.1, "hello"),
            _exchange.Call(2, "sendto", 1, Everywhere, ClientEnd, "HELLO", transport: Transport.Udp),
            Datagram(2.001, "HELLO", ServerEnd, ClientEnd),
            _exchange.Call(1.5, "recvfrom", 2, Anywhere, ServerEnd, "HELLO", 1, Transport.Udp),
        ]);
        Assert.Equal(1, _exchange.Flows.Max(flow => flow.Flow));
        FlowEvent last = _exchange.Flows[^1];
        Assert.Equal((ClientEnd, ServerEnd), (last.Client, last.Server));
        Assert.Equal(Range(1, 0, 5), Frames[0].Range);
        Assert.Equal(Range(1, 0, 5, Side.Server), Frames[1].Range);
        Assert.Equal([Range(1, 0, 5), Range(1, 0, 5, Side.Server)], Received);
    }

    [Fact]
    public void Without_frames_a_port_that_the_kernel_chose_is_learnt_from_the_receiver()
    {
        _exchange.Join(Send(1, "hello", local: null));
        _exchange.Join(Receive(2, "hello"));
        Assert.Equal([Range(1, 0, 5)], Received);
        Assert.Equal(ClientEnd, _exchange.Flows[^1].Client);
    }

    [Fact]
    public void A_lost_datagram_keeps_its_number()
    {
        _exchange.JoinAll(
        [
            Send(1, "one"), Send(2, "two!"), Send(3, "three"),
            Receive(4, "one"), Receive(5, "three"),
        ]);
        Assert.Equal([Range(1, 0, 3), Range(3, 7, 5)], Received);
    }

    [Fact]
    public void Same_bytes_are_taken_in_order()
    {
        _exchange.JoinAll(
        [
            Send(1, "same"), Send(2, "same"), Datagram(1.1, "same"), Datagram(2.1, "same"),
            Receive(3, "same"), Receive(4, "same"),
        ]);
        Assert.Equal([Range(1, 0, 4), Range(2, 4, 4)], Received);
        Assert.Equal([Range(1, 0, 4), Range(2, 4, 4)], Frames.Select(frame => frame.Range));
        Assert.All(Frames, frame => Assert.Equal(FrameMarks.None, frame.Marks));
    }

    [Fact]
    public void A_copy_on_the_wire_is_a_duplicate_and_its_receive_is_of_the_same_datagram()
    {
        _exchange.JoinAll(
        [
            Send(1, "one"), Datagram(1.1, "one"), Datagram(1.2, "one"),
            Receive(2, "one"), Receive(3, "one"), Send(4, "next"), Receive(5, "next"),
        ]);
        Assert.Equal([FrameMarks.None, FrameMarks.Duplicate], Frames.Select(frame => frame.Marks));
        Assert.Equal([Range(1, 0, 3), Range(1, 0, 3), Range(2, 3, 4)], Received);
    }

    [Fact]
    public void What_is_overtaken_is_out_of_order()
    {
        _exchange.JoinAll(
        [
            Send(1, "one"), Send(2, "two"), Datagram(3, "two"), Datagram(4, "one"),
            Receive(5, "two"), Receive(6, "one"),
        ]);
        Assert.Equal([FrameMarks.None, FrameMarks.OutOfOrder], Frames.Select(frame => frame.Marks));
        Assert.Equal([Range(2, 3, 3), Range(1, 0, 3)], Received);
    }

    [Fact]
    public void A_receive_into_a_small_buffer_is_of_the_whole_datagram()
    {
        _exchange.JoinAll([Send(1, "hello"), Receive(2, "hel")]);
        Assert.Equal([Range(1, 0, 3)], Received);
    }

    [Fact]
    public void An_empty_datagram_has_a_number()
    {
        _exchange.JoinAll([Send(1, ""), Receive(2, ""), Send(3, "x"), Receive(4, "x")]);
        Assert.Equal([Range(1, 0, 0), Range(2, 0, 1)], Received);
    }

    [Fact]
    public void Several_messages_of_one_call_are_several_datagrams()
    {
        _exchange.JoinAll(
        [
            Send(1, "onetwo") with { Call = "sendmmsg", Messages = [3, 3], Result = 2 },
            Receive(2, "two"),
        ]);
        Assert.Equal([Range(2, 3, 3)], Received);
    }

    [Fact]
    public void A_datagram_to_nobody_is_refused_in_its_flow()
    {
        _exchange.JoinAll(
        [
            Send(1, "hello"), Datagram(1.1, "hello"),
            Unreachable(1.2, FrameProtocol.Udp, ClientEnd, ServerEnd),
        ]);
        Assert.Equal(FrameMarks.Refusal, Frames[1].Marks);
        Assert.Equal(new FlowRange(1, Side.Server, 0, 0), Frames[1].Range);
    }

    [Fact]
    public void A_flood_of_the_same_bytes_is_joined_in_order()
    {
        for (int i = 0; i < 5_000; i++)
        {
            _exchange.Join(Send(i, "same"));
            _exchange.Join(Datagram(i + 0.1, "same"));
            _exchange.Join(Receive(i + 0.2, "same"));
        }

        Assert.Equal(Enumerable.Range(1, 5_000).Select(i => (long)i),
            Received.Select(range => range!.Datagram));
    }

    [Fact]
    public void A_fate_is_joined_to_the_datagram_that_it_is_about()
    {
        _exchange.JoinAll(
        [
            Datagram(1, "one"), Fate(1.1, 3), Datagram(2, "two"), Fate(2.1, 3, isLoss: true),
            Fate(9_000, 3),
        ]);
        FateEvent[] fates = [.. _exchange.Told.OfType<FateEvent>()];
        Assert.Equal([Range(1, 0, 3), Range(2, 3, 3), null], fates.Select(fate => fate.Range));
    }

    [Fact]
    public void The_fate_of_an_answer_is_joined_where_only_one_can_be_meant()
    {
        const string Inner = "127.0.0.1:33333", Behind = "127.0.0.1:13000";
        _exchange.JoinAll(
        [
            Datagram(1, "ask"), Datagram(2, "ask", Inner, Behind),
            Datagram(3, "ASK", Behind, Inner), Fate(3.1, 3) with { From = Side.Server },
            Datagram(700, "ONE", Behind, Inner), Datagram(700, "TWO", Behind, Inner),
            Fate(700.1, 3) with { From = Side.Server },
        ]);
        FateEvent[] fates = [.. _exchange.Told.OfType<FateEvent>()];
        Assert.Equal(new FlowRange(2, Side.Server, 0, 3) { Datagram = 1 }, fates[0].Range);
        Assert.Null(fates[1].Range);
    }

    static FateEvent Fate(double at, int length, bool isLoss = false) => new()
    {
        Time = At(at),
        Words = "#1 client->server",
        From = Side.Client,
        Transport = Transport.Udp,
        Link = ServerEnd,
        Client = ClientEnd,
        Length = length,
        IsLoss = isLoss,
    };

    [Fact]
    public void Unix_datagrams_without_a_sender_are_joined_by_their_bytes()
    {
        _exchange.JoinAll(
        [
            _exchange.Call(0, "bind", 1, "/tmp/door", null, transport: Transport.UnixDatagram),
            _exchange.Call(1, "sendto", 2, null, "/tmp/door", "hello",
                transport: Transport.UnixDatagram),
            _exchange.Call(2, "recvfrom", 1, "/tmp/door", null, "hello",
                transport: Transport.UnixDatagram),
        ]);
        Assert.Equal([Range(1, 0, 5)], Received);
        Assert.Equal("/tmp/door", Assert.Single(_exchange.Flows).Server);
    }
}
