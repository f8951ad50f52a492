namespace Doorway.Tests;

/// <summary>The contract of a stream: how connections end, well or badly.</summary>
public sealed class StreamEndTests
{
    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Five_hundred_connects_and_closes_leave_the_server_well(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        for (int i = 0; i < 500; i++)
        {
            using Wire client = await Venue.DialAsync(server);
        }

        using Wire last = await Venue.DialAsync(server);
        Assert.Equal("STILL HERE", await last.AskAsync("still here"));
        await Eventually.HoldsAsync(
            () => server.Counters is { Open: 1, Accepted: 501 }, () => server.Counters);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_peer_that_resets_leaves_the_server_well(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        for (int i = 0; i < 50; i++)
        {
            using Wire client = await Venue.DialAsync(server);
            await client.SendAsync("half a sent");
            if (i % 2 == 0)
            {
                await client.ReceiveAsync(4);
            }

            client.Reset();
        }

        using Wire last = await Venue.DialAsync(server);
        Assert.Equal("STILL HERE", await last.AskAsync("still here"));
        await Eventually.HoldsAsync(() => server.Counters.Open == 1, () => server.Counters);
        Assert.Equal(51, server.Counters.Accepted);
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_reset_is_counted_and_told(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var told = new System.Collections.Concurrent.ConcurrentQueue<ServerEvent>();
        await using Server server = await venue.ServeAsync(
            options => options with { Log = told.Enqueue });
        using (Wire client = await Venue.DialAsync(server))
        {
            Assert.Equal("A", await client.AskAsync("a"));
            client.Reset();
        }

        await Eventually.HoldsAsync(
            () => server.Counters is { Open: 0, Failed: 1 }, () => server.Counters);
        await Eventually.HoldsAsync(() => told.Count == 2);
        Assert.Equal(
            [ServerEventKind.Connected, ServerEventKind.Disconnected],
            told.Select(one => one.Kind));
        Assert.Equal("reset by the peer, 1 bytes in, 1 bytes out", told.Last().Text);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_client_that_closes_after_one_answer_is_closed_too(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        for (int i = 0; i < 20; i++)
        {
            using Wire client = await Venue.DialAsync(server);
            Assert.Equal("ONE SENTENCE", await client.AskAsync("one sentence"));
        }

        await Eventually.HoldsAsync(
            () => server.Counters.Open == 0, () => server.Counters, seconds: 2);
        Assert.Equal(0, server.Counters.Failed);
        Assert.Equal(20 * 12, server.Counters.BytesSent);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_service_that_throws_loses_that_connection_alone(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var told = new System.Collections.Concurrent.ConcurrentQueue<ServerEvent>();
        await using Server server = await venue.ServeAsync(
            options => options with
            {
                Service = new FakeService { ThrowsOn = 'x' },
                Log = told.Enqueue,
            });
        using Wire good = await Venue.DialAsync(server);
        using Wire bad = await Venue.DialAsync(server);
        Assert.Equal("A", await good.AskAsync("a"));
        await bad.SendAsync("x");
        await bad.EndAsync();
        Assert.Equal("B", await good.AskAsync("b"));
        ServerEvent fault = Assert.Single(told, one => one.Kind == ServerEventKind.Fault);
        Assert.Contains("the service threw", fault.Text);
    }
}
