using Doorway.Engines.Linux.Interop;

namespace Doorway.Tests.Link;

/// <summary>Segments that are lost for true: the bytes arrive all the same.</summary>
public sealed class SegmentLossTests
{
    static readonly ImpairmentSet Some = ImpairmentSet.None.With(new SegmentLoss(0.2));

    static void RequireRight() => Assert.SkipUnless(
        SegmentFilter.Try() == 0, "A socket filter on TCP takes CAP_NET_ADMIN.");

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task Every_byte_arrives_and_TCP_sent_some_again(string engine, string place)
    {
        RequireRight();
        await using StreamSite site = await StreamSite.StartAsync(engine, place, Some, Some);
        (Wire client, Wire server) = await site.ConnectAsync();
        byte[] bytes = Samples.Mixed(3, 2_000_000);
        Task<byte[]> there = server.ReceiveAsync(bytes.Length);
        Task<byte[]> back = client.ReceiveAsync(bytes.Length);
        await Task.WhenAll(SendAsync(client), SendAsync(server)).InTime(30);
        Assert.Equal(bytes, await there.InTime(30));
        Assert.Equal(bytes, await back.InTime(30));

        // While the senders are there: nobody can ask a socket that is closed.
        foreach (Direction direction in Enum.GetValues<Direction>())
        {
            LinkCounts counts = site.Link.Counts(direction);
            Assert.InRange(counts.SegmentsDropped, 1, long.MaxValue);
            Assert.InRange(counts.SegmentsRetransmitted, 1, long.MaxValue);
        }

        client.FinishSending();
        server.FinishSending();
        Assert.Empty(await client.ReadToEndAsync());
        Assert.Empty(await server.ReadToEndAsync());

        async Task SendAsync(Wire wire)
        {
            for (int at = 0; at < bytes.Length; at += 20_000)
            {
                await wire.SendAsync(bytes.AsMemory(at, 20_000));
            }
        }
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task It_comes_and_goes_while_a_connection_stands(string engine, string place)
    {
        RequireRight();
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        (Wire client, Wire server) = await site.ConnectAsync();
        await AskAsync(1);
        Assert.Equal(0, site.Link.Counts(Direction.ToServer).SegmentsDropped);
        site.Link.Change(Direction.ToServer, Some);
        for (int i = 0; i < 100 && site.Link.Counts(Direction.ToServer).SegmentsDropped == 0; i++)
        {
            await AskAsync(1);
        }

        long dropped = site.Link.Counts(Direction.ToServer).SegmentsDropped;
        Assert.InRange(dropped, 1, long.MaxValue);
        site.Link.Change(Direction.ToServer, ImpairmentSet.None);
        dropped = site.Link.Counts(Direction.ToServer).SegmentsDropped;
        await AskAsync(200);
        Assert.Equal(dropped, site.Link.Counts(Direction.ToServer).SegmentsDropped);
        Assert.Equal(0, site.Link.Counts(Direction.ToClient).SegmentsDropped);

        async Task AskAsync(int times)
        {
            for (int i = 0; i < times; i++)
            {
                await client.SendAsync("ask");
                Assert.Equal("ask", await server.ReceiveTextAsync(3));
            }
        }
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_reset_is_not_lost(string engine, string place)
    {
        RequireRight();
        ImpairmentSet all = ImpairmentSet.None.With(new SegmentLoss(1));
        await using StreamSite site = await StreamSite.StartAsync(engine, place);
        (Wire client, Wire server) = await site.ConnectAsync();
        site.Link.Change(Direction.ToServer, all);
        client.Reset();
        Assert.Equal(System.Net.Sockets.SocketError.ConnectionReset, await server.EndAsync());
    }

    [Fact]
    public async Task A_Unix_socket_has_no_segments_to_lose()
    {
        NotSupportedException refused = await Assert.ThrowsAsync<NotSupportedException>(
            () => StreamSite.StartAsync(Engine.Portable.Name, "unix", Some));
        Assert.Equal(
            "segment-loss is not possible: it is for tcp:// on both sides: a Unix socket has no "
            + "segments", refused.Message);
    }
}
