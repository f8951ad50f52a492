using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>The contract of an engine: the file of a Unix socket, ours and not ours.</summary>
public sealed class UnixFileTests
{
    static Socket Bound(Venue venue)
    {
        bool isStream = venue.Transport.IsStream;
        var socket = new Socket(
            AddressFamily.Unix, isStream ? SocketType.Stream : SocketType.Dgram,
            ProtocolType.Unspecified);
        socket.Bind(new PathOnly(venue.Address.Path));
        if (isStream)
        {
            socket.Listen();
        }

        return socket;
    }

    static async Task AnswersAsync(Venue venue, Server server)
    {
        if (venue.Transport.IsStream)
        {
            using Wire client = await Venue.DialAsync(server);
            Assert.Equal("HELLO", await client.AskAsync("hello"));
        }
        else
        {
            using Postbox client = await venue.PostAsync(server);
            Assert.Equal("HELLO", await client.AskAsync("hello"));
        }
    }

    static async Task IsTakenAsync(Venue venue)
    {
        ListenException taken = await Assert.ThrowsAsync<ListenException>(() => venue.ServeAsync());
        Assert.Equal(SocketError.AddressAlreadyInUse, taken.SocketError);
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public async Task A_file_that_a_dead_server_left_is_replaced(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        Bound(venue).Dispose();
        Assert.True(File.Exists(venue.Address.Path));
        await using Server server = await venue.ServeAsync();
        await AnswersAsync(venue, server);
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public async Task A_living_socket_is_left_alone(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        using Socket living = Bound(venue);
        await IsTakenAsync(venue);
        Assert.True(File.Exists(venue.Address.Path));
    }

    [Fact]
    public async Task A_living_socket_with_a_full_backlog_is_left_alone()
    {
        using var venue = new Venue(Engine.Portable.Name, "unix");
        using var living =
            new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        living.Bind(new PathOnly(venue.Address.Path));
        living.Listen(0);
        using Wire waits = await Wire.DialAsync(new UnixDomainSocketEndPoint(venue.Address.Path));
        await Task.Run(() => IsTakenAsync(venue)).InTime();
        Assert.True(File.Exists(venue.Address.Path));
    }

    [Fact]
    public async Task A_socket_of_the_other_type_is_left_alone()
    {
        using var venue = new Venue(Engine.Portable.Name, "unix");
        using var living =
            new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        living.Bind(new PathOnly(venue.Address.Path));
        await IsTakenAsync(venue);
        Assert.True(File.Exists(venue.Address.Path));
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public async Task A_plain_file_is_never_deleted(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await File.WriteAllTextAsync(venue.Address.Path, "");
        await IsTakenAsync(venue);
        await File.WriteAllTextAsync(venue.Address.Path, "precious");
        await IsTakenAsync(venue);
        Assert.Equal("precious", await File.ReadAllTextAsync(venue.Address.Path));
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public async Task A_folder_is_never_deleted(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        Directory.CreateDirectory(venue.Address.Path);
        await IsTakenAsync(venue);
        Assert.True(Directory.Exists(venue.Address.Path));
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public async Task A_link_to_a_dead_socket_is_never_deleted(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        Bound(venue).Dispose();
        string moved = venue.Address.Path + ".moved";
        File.Move(venue.Address.Path, moved);
        File.CreateSymbolicLink(venue.Address.Path, moved);
        await IsTakenAsync(venue);
        Assert.Equal(moved, new FileInfo(venue.Address.Path).LinkTarget);
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public async Task A_server_that_stops_removes_its_file(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        Server server = await venue.ServeAsync();
        Assert.True(File.Exists(venue.Address.Path));
        await server.StopAsync(TimeSpan.FromSeconds(1));
        Assert.False(File.Exists(venue.Address.Path));
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public async Task A_server_that_stops_leaves_its_successors_file(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        Server first = await venue.ServeAsync();
        File.Delete(venue.Address.Path);
        await Task.Delay(20);
        await using Server second = await venue.ServeAsync();
        await first.StopAsync(TimeSpan.FromSeconds(1));
        await AnswersAsync(venue, second);
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public async Task Of_servers_that_start_at_once_over_a_dead_file_one_wins(
        string engine, string place)
    {
        for (int round = 0; round < 100; round++)
        {
            using var venue = new Venue(engine, place);
            Bound(venue).Dispose();
            Server?[] servers = await Task.WhenAll(StartThree(venue));
            try
            {
                Server winner = Assert.Single(servers.OfType<Server>());
                await AnswersAsync(venue, winner);
            }
            finally
            {
                foreach (Server server in servers.OfType<Server>())
                {
                    await server.DisposeAsync();
                }
            }
        }
    }

    // On threads of their own, let go in the same moment.
    static IEnumerable<Task<Server?>> StartThree(Venue venue)
    {
        int ready = 0;
        return
        [
            .. Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    Interlocked.Increment(ref ready);
                    SpinWait.SpinUntil(() => Volatile.Read(ref ready) == 3, 5_000);
                    try
                    {
                        return venue.ServeAsync().GetAwaiter().GetResult();
                    }
                    catch (ListenException)
                    {
                        return null;
                    }
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
    }

    /// <summary>A path that .NET does not unlink when its socket is disposed.</summary>
    sealed class PathOnly(string path) : System.Net.EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Unix;

        public override System.Net.SocketAddress Serialize() =>
            new UnixDomainSocketEndPoint(path).Serialize();
    }
}
