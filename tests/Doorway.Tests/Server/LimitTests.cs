using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>A server's limits, seen from its clients.</summary>
public sealed class LimitTests
{
    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task Beyond_the_cap_connections_are_reset_until_others_leave(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(
            options => options with { Limits = new Limits { Connections = 3 } });
        var clients = new List<Wire>();
        for (int i = 0; i < 3; i++)
        {
            clients.Add(await Venue.DialAsync(server));
            Assert.Equal("IN", await clients[i].AskAsync("in"));
        }

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(SocketError.ConnectionReset, await EndAsync(server));
        }

        await Eventually.HoldsAsync(() => server.Counters.RefusedAtCap == 5, () => server.Counters);
        clients.ForEach(client => client.Dispose());
        await Eventually.HoldsAsync(() => server.Counters.Open == 0);
        using Wire next = await Venue.DialAsync(server);
        Assert.Equal("IN AGAIN", await next.AskAsync("in again"));
        Assert.Equal(4, server.Counters.Accepted);
    }

    // The reset may come so early that it is the dial that fails.
    static async Task<SocketError> EndAsync(Server server)
    {
        try
        {
            using Wire excess = await Venue.DialAsync(server);
            return await excess.EndAsync();
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task The_idle_get_the_end(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(
            options => options with
            {
                Limits = new Limits { Idle = TimeSpan.FromMilliseconds(300) },
            });
        using Wire idle = await Venue.DialAsync(server);
        Assert.Equal(SocketError.Success, await idle.EndAsync());
        idle.Dispose();
        await Eventually.HoldsAsync(() => server.Counters is { Open: 0, ClosedIdle: 1 });
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_client_that_never_closes_is_closed_after_the_linger(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Service = null,
            Conversation = (connection, cancellation) =>
                connection.SendAsync("bye"u8.ToArray(), cancellation).AsTask(),
            Limits = new Limits { Linger = TimeSpan.FromMilliseconds(300) },
        });
        using Wire stays = await Venue.DialAsync(server);
        Assert.Equal("bye", await stays.ReadTextToEndAsync());
        await Eventually.HoldsAsync(() => server.Counters.Open == 0, seconds: 3);
        Assert.Equal(0, server.Counters.Failed);
    }

    [Fact]
    public async Task A_cap_that_does_not_fit_below_the_open_file_limit_is_refused()
    {
        using var venue = new Venue(Engine.Portable.Name, "tcp4");
        ArgumentException refused =
            await Assert.ThrowsAsync<ArgumentException>(() => venue.ServeAsync(
            options => options with
            {
                Limits = new Limits { Connections = OpenFileLimit.Current },
            }));
        Assert.Contains("open-file limit", refused.Message);
        Assert.Throws<ArgumentException>(() => OpenFileLimit.Cap(157, 256));
        Assert.Equal(156, OpenFileLimit.Cap(156, 256));
        Assert.Equal(128, OpenFileLimit.Cap(null, 256));
        Assert.Equal(10_000, OpenFileLimit.Cap(null, 1 << 20));
    }

    [Fact]
    public async Task What_can_not_be_served_is_refused_before_anything_is_bound()
    {
        using var venue = new Venue(Engine.Portable.Name, "udp4");
        Task Serve(Func<ServerOptions, ServerOptions> change) => venue.ServeAsync(change);
        Conversation conversation = (_, _) => Task.CompletedTask;
        await Assert.ThrowsAsync<ArgumentException>(
            () => Serve(one => one with { Addresses = [] }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Serve(one => one with { Service = null }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Serve(one => one with { Service = null, Conversation = conversation }));
    }
}
