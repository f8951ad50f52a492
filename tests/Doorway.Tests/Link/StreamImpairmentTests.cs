using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests.Link;

/// <summary>The impairments of streams over real sockets, on every engine and transport.</summary>
public sealed class StreamImpairmentTests
{
    // Each with a value that acts on some kilobytes and is over soon.
    static readonly string[] Harmless =
    [
        "slice 300..900", "stall 50ms,1k", "stall 10ms,30%", "rate 20mbit", "delay 5ms,4ms",
        "no-half-close",
    ];

    public static TheoryData<string, string, string> Venues
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (Engine engine in Venue.Engines)
            {
                foreach (string impairment in Harmless)
                {
                    cases.Add(engine.Name, "tcp4", impairment);
                    cases.Add(engine.Name, "unix", impairment);
                }
            }

            return cases;
        }
    }

    static ImpairmentSet Parse(params string[] texts) => texts.Aggregate(
        ImpairmentSet.None, (set, text) =>
        {
            string[] words = text.Split(' ', 2);
            ImpairmentKind kind = ImpairmentSet.Kinds.Single(one => one.Name == words[0]);
            return set.With(kind.Parse(words.Length > 1 ? words[1] : ""));
        });

    [Theory]
    [InlineData("slice 1"), InlineData("slice 1..7"), InlineData("slice 512..1k,5ms")]
    [InlineData("stall 2s"), InlineData("stall 2s,64k"), InlineData("stall 500ms,1%")]
    [InlineData("reset 10k"), InlineData("reset 0.1%"), InlineData("no-half-close")]
    [InlineData("segment-loss 5%")]
    public void A_value_is_written_as_it_is_read(string text) =>
        Assert.Equal(text, Parse(text).ToString());

    [Theory]
    [InlineData("slice 0"), InlineData("slice 7..1"), InlineData("slice 1..2..3")]
    [InlineData("slice x"), InlineData("stall 64k"), InlineData("stall 2s,5%,6")]
    [InlineData("reset"), InlineData("reset 2s"), InlineData("no-half-close 5%"), InlineData("segment-loss 5")]
    public void A_value_that_is_none_is_refused(string text) =>
        Assert.Throws<FormatException>(() => Parse(text));

    [Theory, MemberData(nameof(Venues))]
    public async Task Any_bytes_arrive_intact_both_ways(
        string engine, string place, string impairment)
    {
        ImpairmentSet set = Parse(impairment);
        await using StreamSite site = await StreamSite.StartAsync(engine, place, set, set);
        Gen<byte[][]> streams = Gen.ArrayOf(
            from seed in Gen.Choose(0, int.MaxValue)
            from count in Gen.Choose(1, 3_000)
            select Samples.Mixed(seed, count));
        foreach (byte[][] chunks in streams.Sample(8, 4))
        {
            (Wire client, Wire server) = await site.ConnectAsync();
            Task<byte[]> there = server.ReadToEndAsync();
            Task<byte[]> back = client.ReadToEndAsync();
            await Task.WhenAll(SendAsync(client, chunks), SendAsync(server, chunks.Reverse()));
            byte[] all = [.. chunks.SelectMany(chunk => chunk)];
            byte[] reversed = [.. chunks.Reverse().SelectMany(chunk => chunk)];
            Assert.Equal(all, await there.InTime(30));
            Assert.Equal(reversed, await back.InTime(30));
        }

        static async Task SendAsync(Wire wire, IEnumerable<byte[]> chunks)
        {
            foreach (byte[] chunk in chunks)
            {
                await wire.SendAsync(chunk);
                await Task.Yield();
            }

            wire.FinishSending();
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Slices_arrive_as_small_reads(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(
            engine, place, Parse("slice 1..3,5ms"));
        (Wire client, Wire server) = await site.ConnectAsync();
        await client.SendAsync(new byte[60]);
        var lengths = new List<int>();
        byte[] buffer = new byte[1_000];
        while (lengths.Sum() < 60)
        {
            using var deadline = new CancellationTokenSource(10_000);
            lengths.Add(await server.Socket.ReceiveAsync(buffer, SocketFlags.None, deadline.Token));
        }

        // A reader that is held up for 5 ms finds two of them; it would have to be held up always.
        Assert.InRange(lengths.Count, 15, 60);
        Assert.True(lengths.Count(length => length <= 3) > 10, string.Join(" ", lengths));
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_reset_reaches_both_ends_after_its_byte(string engine, string place)
    {
        var fates = new ConcurrentQueue<Fate>();
        await using StreamSite site = await StreamSite.StartAsync(
            engine, place, Parse("reset 1000"),
            change: options => options with { Fated = fate => fates.Enqueue(fate) });
        (Wire client, Wire server) = await site.ConnectAsync();
        await client.SendAsync(new byte[990]);
        Assert.Equal(990, (await server.ReceiveAsync(990)).Length);
        await client.SendAsync(new byte[20]);
        Assert.Equal(SocketError.ConnectionReset, await client.EndAsync());
        Assert.Equal(SocketError.ConnectionReset, await server.EndAsync());
        Assert.Equal(
            "#2 client->server reset after 10 bytes: reset 1000",
            fates.Last().ToString());
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_swallowed_half_close_is_passed_when_both_have_ended(
        string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(
            engine, place, Parse("no-half-close"));
        (Wire client, Wire server) = await site.ConnectAsync();
        await client.SendAsync("question");
        client.FinishSending();
        Assert.Equal("question", await server.ReceiveTextAsync(8));
        Task<byte[]> end = server.ReadToEndAsync();
        await Task.Delay(200);
        Assert.False(end.IsCompleted);
        await server.SendAsync("answer");
        server.FinishSending();
        Assert.Equal("answer", await client.ReadTextToEndAsync());
        Assert.Empty(await end.InTime());
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Removing_a_stall_lets_a_running_connection_go_on(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        (Wire client, Wire server) = await site.ConnectAsync();
        await client.SendAsync("before");
        Assert.Equal("before", await server.ReceiveTextAsync(6));
        site.Link.Change(Direction.ToServer, Parse("stall 1000s"));
        await client.SendAsync("during");
        await Eventually.HoldsAsync(
            () => site.Link.Counts(Direction.ToServer).Waiting > 0);
        Task<string> during = server.ReceiveTextAsync(6);
        await Task.Delay(100);
        Assert.False(during.IsCompleted);
        site.Link.Change(Direction.ToServer, ImpairmentSet.None);
        Assert.Equal("during", await during.InTime());
        await client.SendAsync("after");
        Assert.Equal("after", await server.ReceiveTextAsync(5));
        Assert.Equal(0, site.Link.Counts(Direction.ToServer).Waiting);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_stalled_link_holds_little_and_stops_the_writer(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(
            engine, place, Parse("stall 1000s,1k"));
        (Wire client, Wire server) = await site.ConnectAsync();
        long sent = await client.SendUntilStuckAsync(TimeSpan.FromMilliseconds(400));
        LinkCounts counts = site.Link.Counts(Direction.ToServer);
        Assert.InRange(counts.BytesReceived - counts.BytesForwarded, 1, 2 * 64 * 1024);
        Assert.Equal(1_024, counts.BytesForwarded);
        site.Link.Change(Direction.ToServer, ImpairmentSet.None);
        client.FinishSending();
        Assert.Equal(sent, (await server.ReadToEndAsync()).LongLength);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_rate_limit_is_kept_by_all_clients_together(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(
            engine, place, Parse("rate 4mbit"));
        (Wire Client, Wire Server) one = await site.ConnectAsync();
        (Wire Client, Wire Server) two = await site.ConnectAsync();
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(HalfAsync(one), HalfAsync(two)).InTime(30);

        // 250 kB in half a second; more time proves nothing on a busy machine.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.45, 20);

        static async Task HalfAsync((Wire Client, Wire Server) pair)
        {
            Task sending = pair.Client.SendAsync(new byte[125_000]);
            Assert.Equal(125_000, (await pair.Server.ReceiveAsync(125_000)).Length);
            await sending;
        }
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task Fates_are_told_and_written_down(string engine, string place)
    {
        var journal = new Journal();
        var fates = new ConcurrentQueue<Fate>();
        await using StreamSite site = await StreamSite.StartAsync(
            engine, place, Parse("delay 5ms"), change: options => options with
            {
                Journal = journal,
                Fated = fate => fates.Enqueue(fate),
            });
        (Wire client, Wire server) = await site.ConnectAsync();
        await client.SendAsync("hello");
        Assert.Equal("hello", await server.ReceiveTextAsync(5));
        await server.SendAsync("you");
        Assert.Equal("you", await client.ReceiveTextAsync(3));
        await Eventually.HoldsAsync(() => fates.Count == 2);
        Assert.Equal(
            ["#1 client->server delayed 5ms: delay 5ms", "#1 server->client passed"],
            fates.Select(fate => fate.ToString()));
        SocketName name = SocketName.From(client.Socket.LocalEndPoint);
        Assert.All(fates, fate => Assert.Equal(name, fate.Client));
        Assert.Equal(TimeSpan.FromMilliseconds(5), fates.First().Delay);
        Assert.Equal(1, site.Link.Counts(Direction.ToServer).Delayed);
    }
}
