using System.Net;
using System.Net.Sockets;
using Doorway.Check;
using Doorway.Frames;

namespace Doorway.Tests.Frames;

public sealed class FrameTapTests
{
    [Fact]
    public void Every_frame_is_heard_once_and_in_order() => Alone(() =>
    {
        using FrameTap tap = Open();
        using Socket server = Bound();
        using Socket client = Bound();
        client.SendTo("hello"u8, server.LocalEndPoint!);
        client.SendTo([], server.LocalEndPoint!);
        server.SendTo(new byte[60_000], client.LocalEndPoint!);
        client.SendTo("!"u8, new IPEndPoint(IPAddress.Loopback, 9));
        var heard = new List<Frame>();
        Assert.True(SpinWait.SpinUntil(() =>
        {
            heard.AddRange(tap.Take());
            return heard.Count >= 5;
        }, Soon));
        Assert.Equal(
            [
                "datagram 5 bytes", "datagram 0 bytes", "datagram 60000 bytes", "datagram 1 byte",
                "ICMP port unreachable",
            ],
            heard.Select(FrameText.Of));
        Assert.Equal(client.LocalEndPoint, heard[0].Source);
        Assert.Equal(server.LocalEndPoint, heard[0].Destination);
        Assert.All(heard, one => Assert.InRange(
            DateTime.UtcNow - one.Time, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(30)));
        Assert.Empty(tap.Take());
    });

    [Fact]
    public void What_it_has_no_room_for_is_dropped_and_it_goes_on() => Alone(() =>
    {
        using FrameTap tap = Open();
        using Socket server = Bound();
        using Socket client = Bound();
        for (int i = 0; i < 5_000; i++)
        {
            client.SendTo("x"u8, server.LocalEndPoint!);
        }

        Assert.InRange(tap.Take().Count, 1_000, 4_000);
        client.SendTo("again"u8, server.LocalEndPoint!);
        Assert.True(SpinWait.SpinUntil(
            () => tap.Take().Any(one => FrameText.Of(one) == "datagram 5 bytes"), Soon));
    });

    [Fact]
    public void A_closed_one_hears_nothing() => Alone(() =>
    {
        FrameTap tap = Open();
        tap.Dispose();
        tap.Dispose();
        Assert.Empty(tap.Take());
    });

    [Fact]
    public void A_trace_tells_who_sent_a_frame_and_on_which_connection() => Alone(() =>
    {
        using Socket server = Bound();
        using Socket client = Bound();
        var trace = new Trace();
        var wire = new Doorway.Check.Wire(trace, new Traits
        {
            Role = CheckRole.Server,
            Transport = Transport.Udp,
            Port = PortOf(server),
        });
        wire.Open();
        wire.Own(Transport.Udp, PortOf(client), 7);
        client.SendTo("hello"u8, server.LocalEndPoint!);
        server.SendTo("HELLO"u8, client.LocalEndPoint!);
        client.SendTo("!"u8, new IPEndPoint(IPAddress.Loopback, 9));
        Assert.True(SpinWait.SpinUntil(() => wire.Frames.Count == 4, Soon));
        trace.Add(TraceSide.Doorway, "later");
        wire.Dispose();
        Assert.Equal(
            [
                (TraceSide.Doorway, "datagram 5 bytes", 7),
                (TraceSide.Program, "datagram 5 bytes", 7),
                (TraceSide.Doorway, "datagram 1 byte", 7),
                (TraceSide.Program, "ICMP port unreachable", 7),
                (TraceSide.Doorway, "later", 0),
            ],
            trace.Events.Select(one => (one.Side, one.What, one.Connection)));
        Assert.Equal("HELLO"u8, trace.Events[1].Bytes.Span);
    });

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    static FrameTap Open()
    {
        FrameTap? tap = FrameTap.TryOpen();
        Assert.NotNull(tap);
        return tap;
    }

    static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    // On the machine's own loopback there are the frames of others.
    static void Alone(Action body)
    {
        string reason = "";
        Isolation isolation = Isolation.Choose(null, line => reason = line);
        Assert.SkipUnless(isolation.IsIsolated, reason);
        isolation.Run<object?>(_ =>
        {
            body();
            return null;
        });
    }
}
