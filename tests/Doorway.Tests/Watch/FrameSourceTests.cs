using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Doorway.Frames;
using Doorway.Watch;

namespace Doorway.Tests.Watch;

public sealed class FrameSourceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Whole_frames_of_the_ports_are_told_once_and_in_order(bool isVersion6) =>
        AloneOnLoopback.RunAsync(() =>
        {
            using Socket server = Bound(isVersion6);
            using Socket other = Bound(isVersion6);
            using Socket client = Bound(isVersion6);
            var seen = new Seen();
            using (Start(seen, new FrameSourceOptions
            {
                Ports = Set(PortOf(server), 9),
                LearnsPorts = false,
            }))
            {
                client.SendTo("hello"u8, server.LocalEndPoint!);
                client.SendTo("not this"u8, other.LocalEndPoint!);
                client.SendTo([], server.LocalEndPoint!);
                server.SendTo(new byte[60_000], client.LocalEndPoint!);
                client.SendTo("!"u8, new IPEndPoint(Host(isVersion6), 9));
            }

            Assert.Equal(
                [
                    "datagram 5 bytes", "datagram 0 bytes", "datagram 60000 bytes",
                    "datagram 1 byte", "ICMP port unreachable",
                ],
                seen.Frames.Select(one => FrameText.Of(one.Decoded!)));
            Assert.All(seen.Frames, one => Assert.Equal(one.OriginalLength, one.Bytes.Length));
            Assert.All(seen.Frames, one => Assert.InRange(
                DateTime.UtcNow - one.Time, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
            Assert.Equal(seen.Frames.OrderBy(one => one.Time), seen.Frames);
            Assert.Empty(seen.Notices);
        });

    [Fact]
    public Task A_connection_whose_port_becomes_known_later_is_told_from_its_SYN() =>
        AloneOnLoopback.RunAsync(() =>
        {
            using Socket listening = Listening();
            using Socket others = Listening();
            var seen = new Seen();
            using (FrameSource source = Start(seen, new FrameSourceOptions()))
            {
                Talk(listening);
                Talk(others);
                Assert.True(SpinWait.SpinUntil(() => source.Heard >= 16, Soon));
                Assert.Empty(seen.Frames);
                source.Ports(Set(PortOf(listening)));
                Assert.Equal("SYN", FrameText.Of(seen.Frames[0].Decoded!));
                source.Ports(Set(PortOf(listening)));
                Talk(listening);
            }

            string[] told = [.. seen.Frames.Select(one => FrameText.Of(one.Decoded!))];
            Assert.Equal(2, told.Count(one => one == "SYN"));
            Assert.Equal(2, told.Count(one => one == "PSH ACK 5 bytes"));
            Assert.All(seen.Frames, one => Assert.Contains(PortOf(listening), new[]
            {
                one.Decoded!.Source.Port, one.Decoded.Destination.Port,
            }));
        });

    [Fact]
    public Task Ports_change_while_datagrams_come_and_none_is_missed() =>
        AloneOnLoopback.RunAsync(() =>
    {
        using Socket server = Bound();
        using Socket client = Bound();
        var seen = new Seen();
        const int Count = 20_000;
        using (FrameSource source = Start(seen, new FrameSourceOptions
        {
            Ports = Set(PortOf(server)),
            LearnsPorts = false,
        }))
        {
            var sender = new Thread(() =>
            {
                for (int i = 0; i < Count; i++)
                {
                    client.SendTo("x"u8, server.LocalEndPoint!);
                }
            });
            sender.Start();
            for (int i = 0; sender.IsAlive; i++)
            {
                source.Ports(Set([PortOf(server), .. Enumerable.Range(1, i % 1_200)]));
            }
        }

        Assert.Equal(Count, seen.Frames.Count + seen.Notices.Sum(one => (int)one.Missing));
        Assert.Empty(seen.Notices);
    });

    [Fact]
    public Task Excluded_ports_do_not_even_reach_it() => AloneOnLoopback.RunAsync(() =>
    {
        using Socket page = Listening();
        using Socket listening = Listening();
        var seen = new Seen();
        FrameSource source = Start(seen, new FrameSourceOptions
        {
            Excluded = Set(PortOf(page)),
            Ports = Set(PortOf(page), PortOf(listening)),
        });
        using (source)
        {
            for (int i = 0; i < 10; i++)
            {
                Talk(page);
            }

            Talk(listening);
        }

        Assert.InRange(source.Heard, 8, 12);
        Assert.Equal(source.Heard, seen.Frames.Count);
    });

    [Fact]
    public Task What_the_kernel_has_no_room_for_is_counted() => AloneOnLoopback.RunAsync(() =>
    {
        using Socket server = Bound();
        using Socket client = Bound();
        using var stuck = new ManualResetEventSlim();
        var seen = new Seen();
        const int Count = 1_500;
        using (Start(
            one =>
            {
                Assert.True(stuck.Wait(Soon));
                seen.Add(one);
            },
            new FrameSourceOptions { Ports = Set(PortOf(server)), LearnsPorts = false }))
        {
            for (int i = 0; i < Count; i++)
            {
                client.SendTo(new byte[60_000], server.LocalEndPoint!);
            }

            stuck.Set();
        }

        long missing = seen.Notices.Sum(one => one.Missing);
        Assert.InRange(missing, 1, Count - 500);
        Assert.Equal(Count, seen.Frames.Count + missing);
    });

    [Fact]
    public void What_waits_for_a_port_is_bounded()
    {
        var waiting = new WaitingFrames();
        DateTime start = DateTime.UtcNow;
        for (int i = 0; i < 1_000; i++)
        {
            waiting.Add(new FrameEvent { Time = start.AddTicks(i), Bytes = new byte[65_000] });
        }

        Assert.InRange(waiting.Count, 400, 520);
        Assert.Equal(start.AddTicks(999 - waiting.Count), waiting.GivenUp);
        waiting.Trim(start + WaitingFrames.Patience + TimeSpan.FromSeconds(1));
        Assert.Equal(0, waiting.Count);
    }

    [Fact]
    public Task An_interface_that_is_not_there_is_told() => AloneOnLoopback.RunAsync(() =>
    {
        var options = new FrameSourceOptions { Interfaces = ["lo", "nothing0"] };
        var seen = new Seen();
        using (Start(seen, options))
        {
        }

        Assert.Contains("nothing0", Assert.Single(seen.Notices).Words);
        Assert.Throws<IOException>(
            () => FrameSource.Start(options with { Interfaces = ["nothing0"] }, seen.Add));
    });

    [Fact]
    public void Fragments_belong_to_the_datagram_whose_first_one_had_the_ports()
    {
        byte[] first = new byte[14 + 20 + 8 + 16];
        first[12] = 0x08;
        first[14] = 0x45;
        first[17] = 20 + 8 + 16;
        first[18] = 7;
        first[20] = 0x20;
        first[23] = 17;
        first[37] = 200;
        first[39] = 100;
        byte[] later = [.. first];
        later[21] = 3;
        byte[] another = [.. later];
        another[19] = 8;
        var match = new PortMatch(Set()) { Ports = Set(200) };
        Assert.False(match.IsWanted(Heard(later)));
        Assert.False(PortMatch.IsForeign(Heard(later)));
        Assert.True(match.IsWanted(Heard(first)));
        Assert.True(match.IsWanted(Heard(later)));
        Assert.False(match.IsWanted(Heard(another)));
    }

    static FrameEvent Heard(byte[] bytes) =>
        new() { Bytes = bytes, Decoded = FrameDecoder.Decode(bytes, default) };

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    sealed class Seen
    {
        readonly ConcurrentQueue<WatchEvent> _events = [];

        public IReadOnlyList<FrameEvent> Frames => [.. _events.OfType<FrameEvent>()];

        public IReadOnlyList<NoticeEvent> Notices => [.. _events.OfType<NoticeEvent>()];

        public void Add(WatchEvent one) => _events.Enqueue(one);
    }

    static FrameSource Start(Seen seen, FrameSourceOptions options) => Start(seen.Add, options);

    static FrameSource Start(Action<WatchEvent> seen, FrameSourceOptions options) =>
        FrameSource.Start(options, seen);

    static HashSet<ushort> Set(params IEnumerable<int> ports) =>
        [.. ports.Select(one => (ushort)one)];

    static IPAddress Host(bool isVersion6) =>
        isVersion6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;

    static Socket Bound(bool isVersion6 = false)
    {
        IPAddress host = Host(isVersion6);
        var socket = new Socket(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(host, 0));
        return socket;
    }

    static Socket Listening()
    {
        var socket = new Socket(
            AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    static void Talk(Socket listening)
    {
        using var client = new Socket(
            AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listening.LocalEndPoint!);
        using Socket accepted = listening.Accept();
        client.Send("hello"u8);
        Assert.Equal(5, accepted.Receive(new byte[10]));
        accepted.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, client.Receive(new byte[10]));
    }

    static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
