using System.Net;
using System.Net.Sockets;
using System.Text;
using Doorway.Engines.Linux;
using Doorway.Engines.Linux.Interop;
using Doorway.Engines.Portable;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>What the kernel lacks or refuses costs speed, never an answer.</summary>
public sealed class DatagramFallbackTests
{
    public static TheoryData<string> Options => [.. Without.Keys];

    static readonly Dictionary<string, LinuxEngineOptions> Without = new()
    {
        ["batches"] = new() { Batches = false },
        ["merged receiving"] = new() { MergedReceive = false },
        ["merged sending"] = new() { MergedSend = false },
        ["spinning"] = new() { Spin = false },
        ["anything"] =
            new() { Batches = false, MergedReceive = false, MergedSend = false, Spin = false },
    };

    [Theory, MemberData(nameof(Options))]
    public async Task Every_datagram_is_answered_without(string facility)
    {
        foreach (string place in (string[])["udp4", "udp6", "unixgram"])
        {
            using var venue = new Venue(Engine.Portable.Name, place);
            await using Server server = await venue.ServeAsync(options => options with
            {
                Engine = new LinuxEngine(Without[facility]),
            });
            using Postbox client = await venue.PostAsync(server);
            var random = new Random(5);
            for (int round = 0; round < 200; round++)
            {
                byte[][] sent = [.. Enumerable.Range(0, 8)
                    .Select(_ => Samples.Mixed(random.Next(), 50 * random.Next(8)))];
                foreach (byte[] datagram in sent)
                {
                    await client.SendAsync(datagram);
                }

                foreach (byte[] datagram in sent)
                {
                    Assert.Equal(Samples.Upper(datagram), await client.ReceiveAsync());
                }
            }

            Assert.Equal(1_600, server.Counters.DatagramsReceived);
            Assert.Equal(0, server.Counters.DatagramsDropped);
        }
    }

    [Fact]
    public async Task Calls_that_a_filter_forbids_are_done_without()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is Linux's engine.");
        if (CallFilter.IsOn)
        {
            await AskOneByOneAsync();
            return;
        }

        foreach (int errno in (int[])[Errno.ENoSys, Errno.EPerm])
        {
            await CallFilter.RunAsync(
                typeof(DatagramFallbackTests), nameof(Calls_that_a_filter_forbids_are_done_without),
                errno);
        }
    }

    static async Task AskOneByOneAsync()
    {
        var journal = new Journal();
        await using LinuxServer server = await LinuxServer.StartAsync(journal: journal);
        using Socket holder = await server.HoldAsync();
        using Socket client = server.Client();
        using Socket other = server.Client();
        for (int i = 0; i < 100; i++)
        {
            client.Send(Encoding.UTF8.GetBytes($"from one {i}"));
            other.Send(Encoding.UTF8.GetBytes($"from the other {i}"));
        }

        server.GoOn();
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal($"FROM ONE {i}", LinuxServer.Receive(client));
            Assert.Equal($"FROM THE OTHER {i}", LinuxServer.Receive(other));
        }

        Assert.DoesNotContain(
            journal.Snapshot(),
            one => one.Argument is { } note && note.Contains("mmsg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_of_a_batch_go_one_by_one_where_sendmmsg_is_forbidden()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is Linux's engine.");
        if (!CallFilter.IsOn)
        {
            await CallFilter.RunAsync(
                typeof(DatagramFallbackTests),
                nameof(Messages_of_a_batch_go_one_by_one_where_sendmmsg_is_forbidden),
                Errno.ENoSys);
            return;
        }

        using Socket one = Bound(), other = Bound();
        RecordedSocket socket = Serving();
        var handler = Handler();
        using (var sender =
            new DatagramSender(socket, handler, 192 * 1024, new LinuxEngineOptions()))
        {
            SendTen(sender, one.LocalEndPoint!, other.LocalEndPoint!);
        }

        socket.Close();
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal($"answer {i}", LinuxServer.Receive(i % 2 == 0 ? one : other));
        }

        Assert.Equal(10, handler.AddTo(new Counters()).DatagramsAnswered);
    }

    static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = 10_000,
        };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    static RecordedSocket Serving()
    {
        RecordedSocket socket = RecordedSocket.Create(
            Transport.Udp, AddressFamily.InterNetwork, Side.Server, null);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    static DatagramResponder Handler() =>
        new(ToUpper.Instance, new Limits(), Transport.Udp, null);

    [Fact]
    public void Answers_that_may_not_be_merged_go_one_by_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is Linux's engine.");
        using Socket client = Bound();
        RecordedSocket socket = Serving();

        // The kernel does not segment what it is not to checksum (udp_send_skb()): EINVAL.
        const int SolSocket = 1, SoNoCheck = 11;
        socket.Socket.SetRawSocketOption(SolSocket, SoNoCheck, BitConverter.GetBytes(1));
        var handler = Handler();
        using (var sender =
            new DatagramSender(socket, handler, 192 * 1024, new LinuxEngineOptions()))
        {
            for (int round = 0; round < 3; round++)
            {
                SendTen(sender, client.LocalEndPoint!);
                for (int i = 0; i < 10; i++)
                {
                    Assert.Equal($"answer {i}", LinuxServer.Receive(client));
                }
            }
        }

        socket.Close();
        Assert.Equal(30, handler.AddTo(new Counters()).DatagramsAnswered);
    }

    static unsafe void SendTen(DatagramSender sender, params EndPoint[] to)
    {
        SocketAddressBytes* raw = stackalloc SocketAddressBytes[to.Length];
        for (int i = 0; i < 10; i++)
        {
            int who = i % to.Length;
            SocketAddress address = to[who].Serialize();
            address.Buffer.Span[..address.Size].CopyTo(new Span<byte>(raw + who, address.Size));
            byte[] answer = Encoding.UTF8.GetBytes($"answer {i}");
            answer.CopyTo(sender.Room());
            sender.Add(
                answer.Length,
                new Recipient(raw + who, address.Size, SocketName.From(to[who]), default));
        }

        sender.Flush();
    }
}
