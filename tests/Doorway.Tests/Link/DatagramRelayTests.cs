using System.Text;

namespace Doorway.Tests.Link;

public sealed class DatagramRelayTests
{
    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task Bytes_pass_unaltered_with_their_boundaries(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using LinkBench bench = await LinkBench.StartAsync(venue);
        Postbox client = bench.NewClient();
        int largest = venue.Transport.IsUnix ? 60_000 : 20_000;
        int[] sizes = [1, 2, 100, 1_472, 1_473, 9_000, largest];
        foreach (int size in sizes)
        {
            byte[] datagram = Samples.Mixed(size, size);
            Assert.Equal(Samples.Upper(datagram), await client.AskAsync(datagram));
        }

        await client.SendAsync(ReadOnlyMemory<byte>.Empty);
        await Eventually.HoldsAsync(() => bench.Server.Counters.DatagramsReceived == 8);
        await Eventually.HoldsAsync(() => bench.ToServer.Forwarded == 8);
        Assert.Equal(sizes.Sum(), bench.ToServer.BytesForwarded);
        Assert.All(bench.Fates, fate => Assert.Null(fate.What));
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task Many_clients_are_told_apart_on_both_sides(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using LinkBench bench = await LinkBench.StartAsync(venue);
        Postbox[] clients = [.. Enumerable.Range(0, 40).Select(_ => bench.NewClient())];
        for (int round = 0; round < 5; round++)
        {
            // Ten wait for a Unix socket at most (net.unix.max_dgram_qlen).
            foreach (Postbox[] some in clients.Chunk(8))
            {
                await Task.WhenAll(some.Select(client => AskAsync(client, round)));
            }
        }

        async Task AskAsync(Postbox client, int round)
        {
            int i = Array.IndexOf(clients, client);
            Assert.Equal(
                $"CLIENT {i} ROUND {round}", await client.AskAsync($"client {i} round {round}"));
        }

        Assert.Equal(40, bench.Said.Count(line => line.EndsWith("has come")));
        Assert.Equal(40, bench.Fates.Select(fate => fate.Client).Distinct().Count());
        await Eventually.HoldsAsync(
            () => (bench.ToServer.Forwarded, bench.ToClient.Forwarded) == (200, 200),
            () => $"{bench.ToServer} {bench.ToClient}");
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task Order_is_kept_when_nothing_is_asked(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using LinkBench bench = await LinkBench.StartAsync(venue);
        Postbox client = bench.NewClient();
        const int Window = 5;
        for (int i = 0; i < 1_000; i += Window)
        {
            for (int k = 0; k < Window; k++)
            {
                await client.SendAsync(Encoding.UTF8.GetBytes($"number {i + k}"));
            }

            for (int k = 0; k < Window; k++)
            {
                byte[] answer = await client.ReceiveAsync();
                Assert.Equal($"NUMBER {i + k}", Encoding.UTF8.GetString(answer));
            }
        }

        Assert.Equal(0, bench.ToServer.Reordered + bench.ToClient.Reordered);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task What_the_link_says_is_what_came_out_of_it(string engine, string place)
    {
        const int Count = 500;
        using var venue = new Venue(engine, place);
        await using LinkBench bench = await LinkBench.StartAsync(
            venue, "loss 10%; duplicate 5%; reorder 5%,3,1ms; delay 200us", "loss 20%");
        Postbox client = bench.NewClient();
        var answers = new List<byte[]>();
        for (int i = 0; i < Count; i++)
        {
            await client.SendAsync(Encoding.UTF8.GetBytes($"number {i}"));
            if (i % 4 == 3)
            {
                await AllHasArrivedAsync(bench, i + 1);
                await CollectAsync();
            }
        }

        LinkCounts there = bench.ToServer;
        LinkCounts back = bench.ToClient;
        Assert.Equal(Count, there.Received);
        Assert.Equal(Count, there.Forwarded + there.Lost);
        Statistics.IsBinomial(there.Lost, Count, 0.1);
        Assert.True(there.Duplicated > 0 && there.Reordered > 0);
        Assert.Equal(answers.Count, back.Forwarded);
        Assert.Equal(there.Lost, bench.Fates.Count(
            fate => fate is { Direction: Direction.ToServer, IsDropped: true }));

        async Task CollectAsync()
        {
            while (answers.Count < bench.ToClient.Forwarded)
            {
                answers.Add(await client.ReceiveAsync());
            }
        }
    }

    // All that the client has sent is relayed, answered, and relayed back.
    static Task AllHasArrivedAsync(LinkBench bench, int sent) => Eventually.HoldsAsync(
        () =>
        {
            Counters server = bench.Server.Counters;
            LinkCounts there = bench.ToServer;
            return there.Received == sent && there.Waiting == 0
                && server.DatagramsReceived == there.Forwarded + there.Duplicated
                && bench.ToClient.Received == server.DatagramsAnswered;
        },
        () => $"{sent} {bench.ToServer} {bench.Server.Counters} {bench.ToClient}");

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_server_that_refuses_is_told_and_may_come_back(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using LinkBench bench = await LinkBench.StartAsync(venue);
        Postbox client = bench.NewClient();
        Assert.Equal("FIRST", await client.AskAsync("first"));
        Address address = bench.Server.Addresses[0];
        await bench.Server.DisposeAsync();

        await Eventually.HoldsAsync(() =>
        {
            client.SendAsync("nobody"u8.ToArray()).Wait();
            return bench.Said.Any(line => line.Contains(
                $"REFUSED {address}: no server listens there", StringComparison.Ordinal)
                || line.Contains("NO-ADDRESS", StringComparison.Ordinal));
        });

        await using Server again = await venue.ServeAsync(
            options => options with { Addresses = [address] });
        await Eventually.HoldsAsync(() =>
        {
            client.SendAsync("again"u8.ToArray()).Wait();
            return again.Counters.DatagramsAnswered > 0;
        });
        while (Encoding.UTF8.GetString(await client.ReceiveAsync()) != "AGAIN")
        {
        }
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task What_waits_goes_out_when_the_link_ends(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using LinkBench bench = await LinkBench.StartAsync(venue, "delay 400ms");
        Postbox client = bench.NewClient();
        for (int i = 0; i < 5; i++)
        {
            await client.SendAsync(new byte[] { (byte)('a' + i) });
        }

        await bench.Link.DisposeAsync();

        Assert.Equal(5, bench.ToServer.Forwarded);
        Assert.Equal(0, bench.ToServer.Waiting);
        await Eventually.HoldsAsync(() => bench.Server.Counters.DatagramsReceived == 5);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_change_acts_on_the_next_datagram_and_is_written_down(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using LinkBench bench = await LinkBench.StartAsync(venue);
        Postbox client = bench.NewClient();
        Assert.Equal("A", await client.AskAsync("a"));

        bench.Link.Change(Direction.ToServer, LinkBench.SetOf("loss 100%"));
        await client.SendAsync("b"u8.ToArray());
        await Eventually.HoldsAsync(() => bench.ToServer.Lost == 1);
        bench.Link.Change(Direction.ToServer, ImpairmentSet.None);
        Assert.Equal("C", await client.AskAsync("c"));

        var entries = new List<Entry>();
        bench.Journal.Read(0, entries);
        Assert.Equal(
            [
                "#1 client->server passed", "#1 server->client passed",
                "client->server loss 100%", "#2 client->server dropped: loss 100%",
                "client->server none", "#3 client->server passed", "#2 server->client passed",
            ],
            entries.Where(entry => !entry.Call.IsCall).Select(entry => entry.Argument));
        Assert.Equal(
            [SocketCall.Change, SocketCall.Change],
            entries.Select(entry => entry.Call).Where(call => call == SocketCall.Change));
        Assert.Contains("changed: client->server loss 100%", bench.Said);
        Assert.All(
            entries.Where(entry => entry.Call == SocketCall.Fate),
            entry => Assert.Equal(
                entry.Argument!.Contains("client->", StringComparison.Ordinal)
                    ? Side.Client : Side.Server,
                entry.Side));
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_datagram_that_comes_while_a_change_is_told_meets_it(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        Postbox? client = null;
        await using LinkBench bench = await LinkBench.StartAsync(
            venue, change: options => options with
            {
                Log = line =>
                {
                    if (line.StartsWith("changed:", StringComparison.Ordinal))
                    {
                        client!.SendAsync("b"u8.ToArray()).Wait();
                        Thread.Sleep(50);
                    }
                },
            });
        client = bench.NewClient();
        Assert.Equal("A", await client.AskAsync("a"));

        bench.Link.Change(Direction.ToServer, LinkBench.SetOf("loss 100%"));

        await Eventually.HoldsAsync(() => bench.ToServer.Received == 2);
        Assert.Equal(1, bench.ToServer.Lost);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_silent_client_is_forgotten_and_may_come_again(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using LinkBench bench = await LinkBench.StartAsync(
            venue, change: options => options with { Idle = TimeSpan.FromMilliseconds(100) });
        Postbox client = bench.NewClient();
        Assert.Equal("ONE", await client.AskAsync("one"));
        await Eventually.HoldsAsync(
            () => bench.Said.Any(line => line.EndsWith("silent for 100ms, and is forgotten")));

        Assert.Equal("TWO", await client.AskAsync("two"));
        Assert.Equal(2, bench.Said.Count(line => line.EndsWith("has come")));
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task One_client_too_many_is_refused_and_counted(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using LinkBench bench = await LinkBench.StartAsync(
            venue, change: options => options with { Clients = 1 });
        Postbox one = bench.NewClient();
        Assert.Equal("ONE", await one.AskAsync("one"));
        await bench.NewClient().SendAsync("two"u8.ToArray());
        await Eventually.HoldsAsync(() => bench.ToServer.NotSent == 1);

        Assert.Contains(bench.Said, line => line.EndsWith("refused: there are 1 already"));
        Assert.Equal(
            "not sent: there are too many clients",
            bench.Fates.Last(fate => fate.Direction == Direction.ToServer).What);
        Assert.Equal("THREE", await one.AskAsync("three"));
        await Eventually.HoldsAsync(() => bench.ToServer.Forwarded == 2);
    }

    [Theory]
    [InlineData("portable")]
    [InlineData("linux")]
    public async Task A_server_that_is_at_the_second_address_of_its_name_is_found(string engine)
    {
        Assert.SkipUnless(AddressFamilies.IPv6IsUsable, "needs IPv6");
        using var venue = new Venue(engine, "udp6");
        await using LinkBench bench = await LinkBench.StartAsync(
            venue, change: options => options with
            {
                Target = Address.Of(Transport.Udp, "localhost", options.Target.Port),
            });
        Postbox client = bench.NewClient();

        // The first address refuses, which is learnt from what is sent to it.
        await Eventually.HoldsAsync(() =>
        {
            client.SendAsync("hello"u8.ToArray()).Wait();
            return bench.Server.Counters.DatagramsAnswered > 0;
        });
        Assert.Equal("HELLO", Encoding.UTF8.GetString(await client.ReceiveAsync()));
    }

    [Fact]
    public async Task Fates_that_throw_stop_nothing()
    {
        using var venue = new Venue("portable", "udp4");
        await using LinkBench bench = await LinkBench.StartAsync(venue, change: options => options with
        {
            Fated = _ => throw new InvalidOperationException(),
            Log = _ => throw new InvalidOperationException(),
        });

        Assert.Equal("HELLO", await bench.NewClient().AskAsync("hello"));
    }
}
