using Doorway.Frames;
using Doorway.Watch;
using static Doorway.Tests.Watch.Flows.Exchange;

namespace Doorway.Tests.Watch.Flows;

/// <summary>Marks, states and numbers of segments, one sequence made by hand for each.</summary>
public sealed class SegmentTests
{
    const TcpFlags Syn = TcpFlags.Syn, Ack = TcpFlags.Ack, Fin = TcpFlags.Fin, Rst = TcpFlags.Rst,
        Psh = TcpFlags.Psh;

    // Near the end of the numbers, so that they wrap (RFC 9293 3.4).
    const uint C = uint.MaxValue - 2, S = uint.MaxValue - 1;

    readonly Exchange _exchange = new();
    double _time;

    FrameEvent Pass(
        Side from, TcpFlags flags, uint sequence, uint acknowledgment = 0, string text = "",
        int window = 1000, int? scale = null) =>
        _exchange.Join(Segment(
            _time += 0.01, from, flags, sequence, acknowledgment, text, window, scale));

    FrameEvent FromClient(
        TcpFlags flags, uint at, uint expects, string text = "", int window = 1000) =>
        Pass(Side.Client, flags, unchecked(C + at), unchecked(S + expects), text, window);

    FrameEvent FromServer(
        TcpFlags flags, uint at, uint expects, string text = "", int window = 1000) =>
        Pass(Side.Server, flags, unchecked(S + at), unchecked(C + expects), text, window);

    void ShakeHands(int? scale = null)
    {
        Pass(Side.Client, Syn, C, 0, scale: scale);
        Pass(Side.Server, Syn | Ack, S, unchecked(C + 1), scale: scale);
        FromClient(Ack, 1, 1);
    }

    [Fact]
    public void A_handshake_goes_through_its_states()
    {
        Assert.Equal(("SYN-SENT", "SYN-RECEIVED"), Pass(Side.Client, Syn, C).States);
        Assert.Equal(("ESTABLISHED", "SYN-RECEIVED"),
            Pass(Side.Server, Syn | Ack, S, unchecked(C + 1)).States);
        Assert.Equal(("ESTABLISHED", "ESTABLISHED"), FromClient(Ack, 1, 1).States);
    }

    [Fact]
    public void Who_closes_first_ends_in_TIME_WAIT()
    {
        ShakeHands();
        Assert.Equal(("CLOSE-WAIT", "FIN-WAIT-1"), FromServer(Fin | Ack, 1, 1).States);
        Assert.Equal(("CLOSE-WAIT", "FIN-WAIT-2"), FromClient(Ack, 1, 2).States);
        Assert.Equal(("LAST-ACK", "TIME-WAIT"), FromClient(Fin | Ack, 1, 2).States);
        Assert.Equal(("CLOSED", "TIME-WAIT"), FromServer(Ack, 2, 2).States);
    }

    [Fact]
    public void Both_ends_that_close_at_once_pass_through_CLOSING()
    {
        ShakeHands();
        Assert.Equal(("FIN-WAIT-1", "CLOSE-WAIT"), FromClient(Fin | Ack, 1, 1).States);
        // The server's FIN was under way: it acknowledges none.
        FrameEvent second = FromServer(Fin | Ack, 1, 1);
        Assert.Equal("CLOSING", second.States!.Value.Client);
        Assert.Equal("TIME-WAIT", FromServer(Ack, 2, 2).States!.Value.Client);
    }

    [Fact]
    public void A_FIN_counts_when_all_bytes_before_it_have_come()
    {
        ShakeHands();
        FrameEvent early = FromClient(Fin | Ack, 4, 1);
        Assert.Equal(FrameMarks.OutOfOrder, early.Marks);
        Assert.Equal(("ESTABLISHED", "ESTABLISHED"), early.States);
        FrameEvent late = FromClient(Ack, 1, 1, "abc");
        Assert.Equal(FrameMarks.None, late.Marks);
        Assert.Equal(("FIN-WAIT-1", "CLOSE-WAIT"), late.States);
    }

    [Fact]
    public void A_reset_closes_both_ends()
    {
        ShakeHands();
        FrameEvent reset = FromClient(Rst | Ack, 1, 1, window: 0);
        Assert.Equal(FrameMarks.Reset, reset.Marks);
        Assert.Equal(("CLOSED", "CLOSED"), reset.States);
    }

    [Fact]
    public void A_refused_SYN_reaches_a_port_that_is_closed()
    {
        _exchange.JoinAll(
        [
            Segment(1, Side.Client, Syn, C),
            Segment(1.01, Side.Server, Rst | Ack, 0, unchecked(C + 1), window: 0),
        ]);
        FrameEvent[] frames = [.. _exchange.Told.OfType<FrameEvent>()];
        Assert.Equal(("SYN-SENT", "CLOSED"), frames[0].States);
        Assert.Equal(("CLOSED", "CLOSED"), frames[1].States);
        Assert.Equal(FrameMarks.Refusal, frames[1].Marks);
        Assert.Equal(new SegmentNumbers(1, 1, 0), frames[1].Numbers);
        Assert.Empty(_exchange.Notices);
    }

    [Fact]
    public void Numbers_and_places_go_on_when_sequence_numbers_wrap()
    {
        ShakeHands();
        FrameEvent first = FromClient(Psh | Ack, 1, 1, "hello");
        FrameEvent second = FromClient(Psh | Ack, 6, 1, "world!");
        Assert.Equal(1, first.Numbers!.Value.Sequence);
        Assert.Equal(new FlowRange(1, Side.Client, 0, 5), first.Range);
        Assert.Equal(6, second.Numbers!.Value.Sequence);
        Assert.Equal(new FlowRange(1, Side.Client, 5, 6), second.Range);
        Assert.Equal(12, FromServer(Ack, 1, 12).Numbers!.Value.Acknowledgment);
    }

    [Fact]
    public void Bytes_again_are_a_retransmission()
    {
        ShakeHands();
        Assert.Equal(FrameMarks.None, FromClient(Psh | Ack, 1, 1, "hello").Marks);
        FrameEvent again = FromClient(Psh | Ack, 1, 1, "hello");
        Assert.Equal(FrameMarks.Retransmission, again.Marks);
        Assert.Equal(new FlowRange(1, Side.Client, 0, 5), again.Range);
        Assert.Equal(FrameMarks.Retransmission, FromClient(Ack, 3, 1, "llo more").Marks);
    }

    [Fact]
    public void A_SYN_again_is_a_retransmission_of_the_same_connection()
    {
        Pass(Side.Client, Syn, C);
        Assert.Equal(FrameMarks.Retransmission, Pass(Side.Client, Syn, C).Marks);
        Assert.Single(_exchange.Flows);
    }

    [Fact]
    public void Another_SYN_between_the_same_ends_is_another_connection()
    {
        ShakeHands();
        FrameEvent syn = Pass(Side.Client, Syn, 77);
        Assert.Equal(2, syn.Range!.Flow);
        Assert.Equal(("SYN-SENT", "SYN-RECEIVED"), syn.States);
    }

    [Fact]
    public void Bytes_after_a_gap_are_out_of_order_and_those_that_fill_it_are_new()
    {
        ShakeHands();
        Assert.Equal(FrameMarks.OutOfOrder, FromClient(Ack, 6, 1, "world").Marks);
        Assert.Equal(FrameMarks.None, FromClient(Ack, 1, 1, "hello").Marks);
        Assert.Equal(FrameMarks.Retransmission, FromClient(Ack, 6, 1, "world").Marks);
    }

    [Fact]
    public void The_same_acknowledgment_of_missing_bytes_is_a_duplicate()
    {
        ShakeHands();
        FromClient(Ack, 6, 1, "world");
        Assert.Equal(FrameMarks.DuplicateAcknowledgment, FromServer(Ack, 1, 1).Marks);
        Assert.Equal(FrameMarks.None, FromServer(Ack, 1, 11).Marks);
        // Nothing is outstanding any more.
        Assert.Equal(FrameMarks.None, FromServer(Ack, 1, 11).Marks);
    }

    [Fact]
    public void A_window_goes_to_zero_is_probed_and_opens_again()
    {
        ShakeHands();
        FromClient(Ack, 1, 1, "hello");
        Assert.Equal(FrameMarks.ZeroWindow, FromServer(Ack, 1, 6, window: 0).Marks);
        Assert.Equal(FrameMarks.Probe, FromClient(Ack, 5, 1).Marks);
        Assert.Equal(FrameMarks.ZeroWindow, FromServer(Ack, 1, 6, window: 0).Marks);
        Assert.Equal(FrameMarks.Probe, FromClient(Ack, 6, 1, "x").Marks);
        FrameEvent open = FromServer(Ack, 1, 6, window: 500);
        Assert.Equal(FrameMarks.WindowUpdate, open.Marks);
        Assert.Equal(500, open.Numbers!.Value.Window);
    }

    [Fact]
    public void A_byte_that_was_acknowledged_keeps_the_connection_alive()
    {
        ShakeHands();
        FromClient(Ack, 1, 1, "hello");
        FromServer(Ack, 1, 6);
        Assert.Equal(FrameMarks.Probe, FromClient(Ack, 5, 1, "o").Marks);
    }

    [Fact]
    public void One_byte_that_nobody_acknowledged_is_a_retransmission()
    {
        ShakeHands();
        FromClient(Ack, 1, 1, "hello");
        Assert.Equal(FrameMarks.Retransmission, FromClient(Ack, 5, 1, "o").Marks);
    }

    [Fact]
    public void A_window_is_scaled_after_the_handshake_and_only_where_both_said_so()
    {
        ShakeHands(scale: 7);
        Assert.Equal(128_000, FromClient(Ack, 1, 1).Numbers!.Value.Window);

        Exchange other = new();
        other.Join(Segment(1, Side.Client, Syn, 5, scale: 7));
        FrameEvent answer = other.Join(Segment(2, Side.Server, Syn | Ack, 5, 6));
        FrameEvent last = other.Join(Segment(3, Side.Client, Ack, 6, 6));
        Assert.Equal((1000, 1000), (answer.Numbers!.Value.Window, last.Numbers!.Value.Window));
    }

    [Fact]
    public void A_connection_under_way_counts_from_where_it_was_seen_and_that_is_said()
    {
        FrameEvent first = _exchange.Join(
            Segment(1, Side.Client, Psh | Ack, 5_000, 9_000, "hello"));
        FrameEvent answer = _exchange.Join(
            Segment(2, Side.Server, Psh | Ack, 9_000, 5_005, "HELLO"));
        Assert.Equal(new FlowRange(1, Side.Client, 0, 5), first.Range);
        Assert.Equal(new FlowRange(1, Side.Server, 0, 5), answer.Range);
        Assert.Equal(("ESTABLISHED", "ESTABLISHED"), first.States);
        Assert.Contains("was under way", Assert.Single(_exchange.Notices).Words,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_client_is_who_sent_the_SYN_whatever_its_port()
    {
        _exchange.Join(Segment(
            1, Side.Client, Syn, 5, client: "127.0.0.1:20", server: "[::ffff:127.0.0.1]:60000"));
        FlowEvent flow = Assert.Single(_exchange.Flows);
        Assert.Equal(("127.0.0.1:20", "127.0.0.1:60000"), (flow.Client, flow.Server));
    }
}
