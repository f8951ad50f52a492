using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Doorway.Tests.Link;

/// <summary>The contract of a link of streams where nothing is asked of it.</summary>
public sealed class StreamLinkTests
{
    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Bytes_pass_both_ways(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        (Wire client, Wire server) = await site.ConnectAsync();
        await client.SendAsync("there");
        Assert.Equal("there", await server.ReceiveTextAsync(5));
        await server.SendAsync("and back");
        Assert.Equal("and back", await client.ReceiveTextAsync(8));

        // The bytes may be there before they are counted.
        await Eventually.HoldsAsync(
            () => Counted(Direction.ToServer) == (1, 1, 5, 5, 0)
                && Counted(Direction.ToClient) == (1, 1, 8, 8, 0),
            () => $"{Counted(Direction.ToServer)} {Counted(Direction.ToClient)}");

        (long, long, long, long, long) Counted(Direction direction)
        {
            LinkCounts counts = site.Link.Counts(direction);
            return (counts.Received, counts.Forwarded, counts.BytesReceived,
                counts.BytesForwarded, counts.Waiting);
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_server_that_speaks_first_is_heard(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        Wire client = await site.DialAsync();
        Wire server = await site.AcceptAsync();
        await server.SendAsync("welcome");
        server.FinishSending();
        Assert.Equal("welcome", await client.ReadTextToEndAsync());
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_half_close_passes_in_its_direction_only(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        (Wire client, Wire server) = await site.ConnectAsync();
        await client.SendAsync("question");
        client.FinishSending();
        Assert.Equal("question", await server.ReadTextToEndAsync());
        await server.SendAsync("a late ");
        await Task.Delay(50);
        await server.SendAsync("answer");
        server.FinishSending();
        Assert.Equal("a late answer", await client.ReadTextToEndAsync());
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Clients_come_and_go_and_are_told_of(string engine, string place)
    {
        var told = new ConcurrentQueue<string>();
        await using StreamSite site = await StreamSite.StartAsync(
            engine, place, change: options => options with { Log = told.Enqueue });
        (Wire client, Wire server) = await site.ConnectAsync();
        client.FinishSending();
        Assert.Empty(await server.ReadToEndAsync());
        server.Dispose();
        Assert.Empty(await client.ReadToEndAsync());
        await Eventually.HoldsAsync(
            () => told.Any(line => line.EndsWith(" has gone", StringComparison.Ordinal)));
        Assert.Contains(told, line => line.EndsWith(" has come", StringComparison.Ordinal));
        Assert.Equal(2, told.Count);
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_reset_passes_as_a_reset(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        (Wire client, Wire server) = await site.ConnectAsync();
        client.Reset();
        Assert.Equal(SocketError.ConnectionReset, await server.EndAsync());

        (client, server) = await site.ConnectAsync();
        server.Reset();
        Assert.Equal(SocketError.ConnectionReset, await client.EndAsync());
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_client_that_resets_at_once_resets_the_server(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        for (int i = 0; i < 50; i++)
        {
            (Wire client, Wire server) = await site.ConnectAsync();
            client.Reset();
            Assert.Equal(SocketError.ConnectionReset, await server.EndAsync());
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_client_that_breaks_off_breaks_the_server_s_connection_off(
        string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        (Wire client, Wire server) = await site.ConnectAsync();
        await server.SendAsync("never read");
        await Eventually.HoldsAsync(() => client.Socket.Available > 0);
        client.Dispose();
        await Assert.ThrowsAnyAsync<SocketException>(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                await server.SendAsync("on and on");
                await Task.Delay(10);
            }
        });
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_target_that_refuses_resets_the_client_and_is_told_of(
        string engine, string place)
    {
        var told = new ConcurrentQueue<string>();
        await using StreamSite site = await StreamSite.StartAsync(
            engine, place, change: options => options with { Log = told.Enqueue });
        site.CloseTarget();
        Assert.Equal(
            place.StartsWith("tcp", StringComparison.Ordinal)
                ? SocketError.ConnectionReset : SocketError.Success,
            await EndAsync());
        string reason = place == "unix" ? "NO-ADDRESS" : "REFUSED";
        await Eventually.HoldsAsync(
            () => told.Any(line => line.Contains($" {reason} ", StringComparison.Ordinal)),
            () => string.Join("; ", told));

        // The reset may come before connect(2) has returned.
        async Task<SocketError> EndAsync()
        {
            try
            {
                return await (await site.DialAsync()).EndAsync();
            }
            catch (SocketException failure)
            {
                return failure.SocketErrorCode;
            }
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_reader_that_pauses_stops_the_writer(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(
            engine, place, targetBuffer: 16 * 1024);
        (Wire client, Wire server) = await site.ConnectAsync();
        long sent = await client.SendUntilStuckAsync(TimeSpan.FromMilliseconds(400));

        // What the link itself holds: at most the limit and one more receive.
        LinkCounts counts = site.Link.Counts(Direction.ToServer);
        Assert.InRange(counts.BytesReceived - counts.BytesForwarded, 1, 2 * 64 * 1024);

        client.FinishSending();
        Assert.Equal(sent, (await server.ReadToEndAsync()).LongLength);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Two_hundred_clients_are_served_at_once(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        Task serving = Task.Run(async () =>
        {
            var echoes = new List<Task>();
            for (int i = 0; i < 200; i++)
            {
                Wire server = await site.AcceptAsync();
                echoes.Add(Task.Run(async () =>
                {
                    byte[] question = await server.ReadToEndAsync();
                    await server.SendAsync(question);
                    server.FinishSending();
                }));
            }

            await Task.WhenAll(echoes);
        });
        Task<bool>[] asking = [.. Enumerable.Range(0, 200).Select(number => Task.Run(async () =>
        {
            Wire client = await site.DialAsync();
            byte[] question = Samples.Mixed(number, 20_000);
            await client.SendAsync(question);
            client.FinishSending();
            byte[] answer = await client.ReadToEndAsync();
            return question.AsSpan().SequenceEqual(answer);
        }))];
        Assert.All(await Task.WhenAll(asking).InTime(60), Assert.True);
        await serving.InTime();
        Assert.Equal(200 * 20_000, site.Link.Counts(Direction.ToServer).BytesForwarded);
        Assert.Equal(200 * 20_000, site.Link.Counts(Direction.ToClient).BytesForwarded);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Disposing_closes_what_is_open_without_waiting(string engine, string place)
    {
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        (Wire client, Wire server) = await site.ConnectAsync();
        await client.SendAsync("last words");
        Assert.Equal("last words", await server.ReceiveTextAsync(10));
        await site.Link.DisposeAsync().AsTask().InTime(3);
        Assert.Equal(SocketError.Success, await client.EndAsync());
        Assert.Equal(SocketError.Success, await server.EndAsync());
    }
}
