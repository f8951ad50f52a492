using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Doorway.Engines.Linux;

namespace Doorway.Tests;

/// <summary>What the Linux engine's datagram server does beyond the contract.</summary>
public sealed class DatagramServerTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    [InlineData("127.9.8.7")]
    public async Task An_answer_comes_from_the_address_that_was_asked(string asked)
    {
        await using LinuxServer server =
            await LinuxServer.StartAsync(Address.Parse("udp://0.0.0.0:0"));
        int port = server.Server.Addresses[0].Port;
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = 10_000,
        };

        // Connected: what comes from elsewhere does not arrive.
        client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        client.Connect(IPAddress.Parse(asked), port);
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        holder.SendTo("hold"u8, new IPEndPoint(IPAddress.Loopback, port));
        await server.HeldAsync();
        for (int i = 0; i < 10; i++)
        {
            client.Send(Encoding.UTF8.GetBytes($"datagram {i}"));
        }

        server.GoOn();
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal($"DATAGRAM {i}", LinuxServer.Receive(client));
        }
    }

    [Fact]
    public async Task One_client_may_ask_at_two_addresses()
    {
        await using LinuxServer server =
            await LinuxServer.StartAsync(Address.Parse("udp://0.0.0.0:0"));
        int port = server.Server.Addresses[0].Port;
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = 10_000,
        };
        client.SendTo("hold"u8, new IPEndPoint(IPAddress.Loopback, port));
        await server.HeldAsync();
        for (int i = 0; i < 10; i++)
        {
            IPAddress asked = IPAddress.Parse($"127.0.0.{2 + (i % 2)}");
            client.SendTo(Encoding.UTF8.GetBytes($"{i}"), new IPEndPoint(asked, port));
        }

        server.GoOn();
        byte[] buffer = new byte[100];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        client.ReceiveFrom(buffer, ref from);
        for (int i = 0; i < 10; i++)
        {
            client.ReceiveFrom(buffer, ref from);
            int number = buffer[0] - '0';
            Assert.Equal(new IPEndPoint(IPAddress.Parse($"127.0.0.{2 + (number % 2)}"), port), from);
        }
    }

    [Fact]
    public async Task Every_IPv6_interface_is_answered_from()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "There is no IPv6 here.");
        await using LinuxServer server = await LinuxServer.StartAsync(Address.Parse("udp://[::]:0"));
        using var client =
            new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp)
            {
                ReceiveTimeout = 10_000,
            };
        client.Connect(IPAddress.IPv6Loopback, server.Server.Addresses[0].Port);
        client.Send("hello"u8);
        Assert.Equal("HELLO", LinuxServer.Receive(client));
    }

    [Theory, MemberData(nameof(Venue.Udp), MemberType = typeof(Venue))]
    public async Task What_the_kernel_dropped_is_counted(string engine, string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Others don't tell.");
        using var venue = new Venue(engine, place);
        using var goOn = new SemaphoreSlim(0);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Service = new FakeService { OnRequest = _ => goOn.Wait(10_000) },
        });
        using Postbox client = await venue.PostAsync(server);
        Assert.Equal(0, server.Counters.DroppedByKernel);
        const int Sent = 3_000;
        byte[] datagram = new byte[8_000];
        for (int i = 0; i < Sent; i++)
        {
            await client.SendAsync(datagram);
        }

        Assert.InRange(server.Counters.DroppedByKernel, 1, Sent);
        goOn.Release(Sent);
        await server.StopAsync(TimeSpan.FromSeconds(5)).InTime();
        Counters counters = server.Counters;
        Assert.Equal(Sent, counters.DatagramsReceived + counters.DroppedByKernel);
        Assert.Equal(
            counters.DatagramsReceived, counters.DatagramsAnswered + counters.DatagramsDropped);
    }

    [Theory]
    [InlineData("udp4")]
    [InlineData("unixgram")]
    public async Task It_stops_under_a_flood(string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is Linux's engine.");
        using var venue = new Venue(Engine.Portable.Name, place);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Engine = new LinuxEngine(new LinuxEngineOptions()),
        });
        using var stop = new CancellationTokenSource();
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);

        // Threads of their own: the pool's are to stop the server.
        Thread[] floods = [.. Enumerable.Range(0, 3)
            .Select(_ => new Thread(() => Flood(to, stop.Token)))];
        Array.ForEach(floods, flood => flood.Start());
        try
        {
            await Eventually.HoldsAsync(() => server.Counters.DatagramsReceived > 5_000);
            long started = Stopwatch.GetTimestamp();
            await server.StopAsync(TimeSpan.FromSeconds(5)).InTime();
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(3));
        }
        finally
        {
            await stop.CancelAsync();
            Array.ForEach(floods, flood => flood.Join());
        }
    }

    static void Flood(EndPoint to, CancellationToken stop)
    {
        using var socket = new Socket(
            to.AddressFamily, SocketType.Dgram,
            to.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Udp)
        {
            SendTimeout = 100,
        };
        while (!stop.IsCancellationRequested)
        {
            try
            {
                socket.SendTo("flood"u8, to);
            }
            catch (SocketException)
            {
                // Its queue is full, or it has gone.
                Thread.Yield();
            }
        }
    }

    [Fact]
    public async Task An_answer_too_large_to_be_sent_costs_none_of_its_batch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is Linux's engine.");
        using var venue = new Venue(Engine.Portable.Name, "udp4");
        using var entered = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Engine = new LinuxEngine(new LinuxEngineOptions()),
            Service = new GrowingService(entered, goOn),
        });
        using Postbox client = await venue.PostAsync(server);
        await client.SendAsync("hold"u8.ToArray());
        Assert.True(await entered.WaitAsync(10_000));
        string[] sent = ["one", "two", "grow", "three", "grow", "grow", "four"];
        foreach (string text in sent)
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(text));
        }

        goOn.Release();
        foreach (string text in (string[])["hold", "one", "two", "three", "four"])
        {
            Assert.Equal(text, Encoding.UTF8.GetString(await client.ReceiveAsync()));
        }

        Assert.Equal(3, server.Counters.DroppedAnswerTooLarge);
        await Eventually.HoldsAsync(() => server.Counters.DatagramsAnswered == 5);
    }

    // Answers with what came, but "grow" with more than IPv4 carries.
    sealed class GrowingService(SemaphoreSlim entered, SemaphoreSlim goOn) : IService
    {
        public OperationStatus Reply(
            ReadOnlySpan<byte> request, Span<byte> reply,
            out int consumed, out int written, bool isFinal)
        {
            if (request.SequenceEqual("hold"u8))
            {
                entered.Release();
                goOn.Wait(10_000);
            }

            request.CopyTo(reply);
            consumed = request.Length;
            written = request.SequenceEqual("grow"u8) ? 65_510 : request.Length;
            return OperationStatus.Done;
        }
    }

    [Fact]
    public async Task A_Unix_peer_that_has_gone_costs_none_of_its_batch()
    {
        using var venue = new Venue(Engine.Portable.Name, "unixgram");
        await using LinuxServer server = await LinuxServer.StartAsync(venue.Address);
        using var before = new Postbox(venue.NewLocal(), server.EndPoint);
        using var after = new Postbox(venue.NewLocal(), server.EndPoint);
        await before.SendAsync("hold"u8.ToArray());
        await server.HeldAsync();
        await before.SendAsync("one"u8.ToArray());
        for (int i = 0; i < 3; i++)
        {
            using var gone = new Postbox(venue.NewLocal(), server.EndPoint);
            await gone.SendAsync("gone"u8.ToArray());
        }

        await after.SendAsync("two"u8.ToArray());
        await before.SendAsync("three"u8.ToArray());
        server.GoOn();
        string[] answers = [.. new[] { before, before, before, after }
            .Select(client => Encoding.UTF8.GetString(client.ReceiveAsync().Result))];
        Assert.Equal(["HOLD", "ONE", "THREE", "TWO"], answers);
        await Eventually.HoldsAsync(
            () => server.Server.Counters is { DroppedNotSent: 3, DatagramsAnswered: 4 },
            () => server.Server.Counters);
    }
}
