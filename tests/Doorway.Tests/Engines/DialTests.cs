using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>The contract of a dialled connection.</summary>
public sealed class DialTests
{
    static readonly DialOptions Plain = new();

    static async Task<Dialled> DialAsync(Venue venue, EndPoint to, DialOptions? options = null)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await venue.Engine.ConnectAsync(
            venue.Transport, to, options ?? Plain, deadline.Token);
    }

    static async Task<Connection> OpenAsync(Venue venue, Server server)
    {
        Dialled dialled = await DialAsync(venue, await Venue.EndPointOf(server.Addresses[0]));
        Assert.Equal(SocketError.Success, dialled.Error);
        return dialled.Connection!;
    }

    static async Task<(Connection Connection, Wire Peer)> PairAsync(Venue venue)
    {
        using var listener = new Socket(
            venue.NewLocal().AddressFamily, SocketType.Stream,
            venue.Transport.IsUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        listener.Bind(venue.NewLocal());
        listener.Listen();
        Dialled dialled = await DialAsync(venue, listener.LocalEndPoint!);
        return (dialled.Connection!, new Wire(await listener.AcceptAsync().InTime()));
    }

    static async Task<(string Text, SocketError Error)> ReadToEndAsync(Connection connection)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var all = new MemoryStream();
        byte[] buffer = new byte[10_000];
        while (true)
        {
            Reception got = await connection.ReceiveAsync(buffer, deadline.Token);
            if (got.IsEnd)
            {
                return (Encoding.UTF8.GetString(all.ToArray()), got.Error);
            }

            all.Write(buffer, 0, got.Count);
        }
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_refused_connection_is_a_value(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        EndPoint dead;
        await using (Server server = await venue.ServeAsync())
        {
            dead = await Venue.EndPointOf(server.Addresses[0]);
        }

        Dialled dialled = await DialAsync(venue, dead);
        Assert.Null(dialled.Connection);
        SocketError expected = place == "unix"
            ? SocketError.AddressNotAvailable : SocketError.ConnectionRefused;
        Assert.Equal(expected, dialled.Error);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_dead_socket_file_and_a_plain_file_refuse(string engine, string place)
    {
        if (place != "unix")
        {
            return;
        }

        using var venue = new Venue(engine, place);
        string path = venue.NewName("plain");
        await File.WriteAllTextAsync(path, "");
        Dialled dialled = await DialAsync(venue, new UnixDomainSocketEndPoint(path));
        Assert.Equal(SocketError.ConnectionRefused, dialled.Error);
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_local_address_that_can_not_be_had_is_a_value(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        IPAddress elsewhere = IPAddress.Parse(place == "tcp6" ? "2001:db8::1" : "198.51.100.1");
        Dialled dialled = await DialAsync(
            venue, to, new DialOptions { Local = new IPEndPoint(elsewhere, 0) });
        Assert.Equal(SocketError.AddressNotAvailable, dialled.Error);
        dialled = await DialAsync(venue, to, new DialOptions { Local = to });
        Assert.Equal(SocketError.AddressAlreadyInUse, dialled.Error);
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task Both_ends_have_the_same_two_names(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        var seen = new TaskCompletionSource<(SocketName Local, SocketName Peer)>();
        await using Server server = await venue.ServeAsync(options => options with
        {
            Service = null,
            Conversation = (connection, _) =>
            {
                seen.SetResult((connection.Local, connection.Peer));
                return Task.CompletedTask;
            },
        });
        Connection connection = await OpenAsync(venue, server);
        (SocketName local, SocketName peer) = await seen.Task.InTime();
        Assert.Equal(connection.Local, peer);
        Assert.Equal(connection.Peer.Port, local.Port);
        Assert.NotEqual(0, connection.Local.Port);
        await connection.DisposeAsync();
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Sending_and_receiving_go_on_at_once(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync(
            options => options with { Service = Echo.Instance });
        Connection connection = await OpenAsync(venue, server);
        byte[] bytes = new byte[4 << 20];
        new Random(1).NextBytes(bytes);
        Task sending = Task.Run(async () =>
        {
            for (int at = 0; at < bytes.Length; at += 32_768)
            {
                Assert.Equal(
                    SocketError.Success, await connection.SendAsync(bytes.AsMemory(at, 32_768)));
            }

            connection.FinishSending();
        });
        byte[] back = new byte[bytes.Length + 1];
        int have = 0;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await connection.ReceiveAsync(back.AsMemory(have), deadline.Token)
            is { IsEnd: false } got)
        {
            have += got.Count;
        }

        await sending;
        Assert.True(bytes.AsSpan().SequenceEqual(back.AsSpan(0, have)));
        await connection.DisposeAsync();
        Assert.Equal(SocketError.Success, connection.Error);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task After_FinishSending_the_rest_arrives_and_then_the_end(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        Connection connection = await OpenAsync(venue, server);
        await connection.SendAsync("hello"u8.ToArray());
        connection.FinishSending();
        Assert.Equal(("HELLO", SocketError.Success), await ReadToEndAsync(connection));
        Assert.Equal(SocketError.Shutdown, await connection.SendAsync("late"u8.ToArray()));
        long started = Stopwatch.GetTimestamp();
        await connection.DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
        Assert.Equal(SocketError.Success, connection.Error);
    }

    [Theory, MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    public async Task A_reset_is_a_value_after_what_came_before_it(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        (Connection connection, Wire peer) = await PairAsync(venue);
        await peer.SendAsync("before");
        await Task.Delay(50);
        peer.Reset();
        Assert.Equal(("before", SocketError.ConnectionReset), await ReadToEndAsync(connection));
        Assert.Equal(SocketError.ConnectionReset, await connection.SendAsync("late"u8.ToArray()));
        await connection.Closed.InTime();
        await connection.DisposeAsync();
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Abort_ends_the_wait_and_resets_the_peer(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        (Connection connection, Wire peer) = await PairAsync(venue);
        Task<(string Text, SocketError Error)> reading = ReadToEndAsync(connection);
        connection.Abort();
        Assert.Equal(("", SocketError.OperationAborted), await reading);
        await connection.Closed.InTime();
        Assert.Equal(SocketError.OperationAborted, await connection.SendAsync("late"u8.ToArray()));
        Assert.Equal(
            venue.Transport == Transport.Tcp ? SocketError.ConnectionReset : SocketError.Success,
            await peer.EndAsync());
        peer.Dispose();
        await connection.DisposeAsync();
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task Disposing_with_unread_input_loses_nothing_of_what_was_sent(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        (Connection connection, Wire peer) = await PairAsync(venue);
        await peer.SendAsync("never read");
        await Task.Delay(20);
        await connection.SendAsync(Encoding.UTF8.GetBytes(new string('x', 100_000)));
        Task disposed = connection.DisposeAsync().AsTask();
        await peer.SendAsync(new byte[50_000]);
        Assert.Equal(new string('x', 100_000), await peer.ReadTextToEndAsync());
        peer.Dispose();
        await disposed.InTime(3);
        Assert.Equal(SocketError.Success, connection.Error);
    }

    [Fact]
    public async Task Disposing_waits_five_seconds_for_a_peer_that_does_not_finish()
    {
        using var venue = new Venue(Engine.Portable.Name, "tcp4");
        (Connection connection, Wire peer) = await PairAsync(venue);
        long started = Stopwatch.GetTimestamp();
        await connection.DisposeAsync().AsTask().InTime();
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 4.9, 7);
        Assert.Equal(SocketError.Success, connection.Error);
        peer.Dispose();
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task SendAsync_waits_for_a_peer_that_does_not_read(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        (Connection connection, Wire peer) = await PairAsync(venue);
        byte[] block = new byte[64 * 1024];
        long sent = 0;
        Task<SocketError> last;
        do
        {
            last = connection.SendAsync(block).AsTask();
            sent += block.Length;
            Assert.True(sent < 64 << 20, "64 MiB unread, and still no wait");
        }
        while (await Task.WhenAny(last, Task.Delay(200)) == last);

        using (var impatient = new CancellationTokenSource(50))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => connection.SendAsync("x"u8.ToArray(), impatient.Token).AsTask());
        }

        Assert.False(connection.TrySend(block, unsentLimit: 64 * 1024));
        connection.FinishSending();
        Assert.Equal(sent + 1, (await peer.ReadToEndAsync()).LongLength);
        Assert.Equal(SocketError.Success, await last.InTime());
        peer.Dispose();
        await connection.DisposeAsync();
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_cancelled_wait_loses_nothing(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        (Connection connection, Wire peer) = await PairAsync(venue);
        byte[] buffer = new byte[3];
        for (int i = 0; i < 5; i++)
        {
            using var impatient = new CancellationTokenSource(5);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => connection.ReceiveAsync(buffer, impatient.Token).AsTask());
        }

        await peer.SendAsync("abcdef");
        Assert.Equal(3, (await connection.ReceiveAsync(buffer)).Count);
        Assert.Equal("abc"u8.ToArray(), buffer);
        peer.FinishSending();
        Assert.Equal(("def", SocketError.Success), await ReadToEndAsync(connection));
        peer.Dispose();
        await connection.DisposeAsync();
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task A_cancelled_dial_throws(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => venue.Engine.ConnectAsync(
            venue.Transport, to, Plain, new CancellationToken(canceled: true)).AsTask());
    }
}
