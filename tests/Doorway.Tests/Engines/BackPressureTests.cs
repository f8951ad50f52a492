using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>The contract of a stream: a peer that does not read.</summary>
public sealed class BackPressureTests
{
    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_client_that_never_reads_stops_being_read(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        using Wire client = await Venue.DialAsync(server, receiveBuffer: 16 * 1024);
        long sent = await client.SendUntilStuckAsync(TimeSpan.FromMilliseconds(400));

        // What the server itself holds: at most the limit and the answer to one more receive.
        Counters counters = server.Counters;
        Assert.InRange(counters.BytesReceived - counters.BytesSent, 1, 2 * 64 * 1024);

        client.FinishSending();
        byte[] answer = await client.ReadToEndAsync();
        Assert.Equal(sent, answer.LongLength);
        Assert.Equal(-1, answer.AsSpan().IndexOfAnyExcept((byte)'A'));
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_client_that_never_reads_is_closed_after_the_write_stall(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(options => options with
        {
            Limits = new Limits { WriteStall = TimeSpan.FromMilliseconds(300) },
        });
        using Wire client = await Venue.DialAsync(server, receiveBuffer: 16 * 1024);
        SocketException closed = await Assert.ThrowsAnyAsync<SocketException>(
            () => client.SendUntilStuckAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains(
            closed.SocketErrorCode, new[] { SocketError.ConnectionReset, SocketError.Shutdown });
        await Eventually.HoldsAsync(
            () => server.Counters is { Open: 0, ClosedStalled: 1 }, () => server.Counters);
        using Wire other = await Venue.DialAsync(server);
        Assert.Equal("STILL HERE", await other.AskAsync("still here"));
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_conversation_that_never_reads_stops_the_peer(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using var done = new SemaphoreSlim(0);
        long read = 0;
        await using Server server = await venue.ServeAsync(options => options with
        {
            Service = null,
            Conversation = async (connection, cancellation) =>
            {
                await done.WaitAsync(cancellation);
                byte[] buffer = new byte[10_000];
                while (await connection.ReceiveAsync(buffer, cancellation) is { IsEnd: false } got)
                {
                    read += got.Count;
                }

                await connection.SendAsync("end"u8.ToArray(), cancellation);
            },
        });
        using Wire client = await Venue.DialAsync(server);
        long sent = await client.SendUntilStuckAsync(TimeSpan.FromMilliseconds(400));
        Assert.InRange(server.Counters.BytesReceived, 1, 2 * 64 * 1024);
        done.Release();
        client.FinishSending();
        Assert.Equal("end", await client.ReadTextToEndAsync());
        Assert.Equal(sent, read);
    }
}
