using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>The contract of a client's datagram socket.</summary>
public sealed class DatagramSocketTests
{
    static DatagramSocket Open(Venue venue, DialOptions? options = null)
    {
        EndPoint local = venue.NewLocal();
        options ??= venue.Transport.IsUnix ? new DialOptions { Local = local } : new DialOptions();
        return venue.Engine.OpenDatagram(venue.Transport, local.AddressFamily, options);
    }

    static async Task<Datagram> ReceiveAsync(DatagramSocket socket, byte[] buffer)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await socket.ReceiveFromAsync(buffer, deadline.Token);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task An_answer_comes_from_where_the_question_went(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        await using DatagramSocket socket = Open(venue);
        byte[] buffer = new byte[65_536];
        foreach (string text in (string[])["hello", "", "again"])
        {
            Assert.Equal(
                SocketError.Success,
                await socket.SendToAsync(System.Text.Encoding.UTF8.GetBytes(text), to));
            Datagram answer = await ReceiveAsync(socket, buffer);
            Assert.Equal(
                new Datagram(text.Length, SocketName.From(to), SocketError.Success), answer);
            string upper = System.Text.Encoding.UTF8.GetString(buffer, 0, answer.Count);
            Assert.Equal(text.ToUpperInvariant(), upper);
        }
    }

    [Theory, MemberData(nameof(Venue.Udp), MemberType = typeof(Venue))]
    public async Task It_has_a_port_after_the_first_send(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        await using DatagramSocket socket = Open(venue);
        await socket.SendToAsync("x"u8.ToArray(), await Venue.EndPointOf(server.Addresses[0]));
        Assert.InRange(socket.Local.Port, 1, 65_535);
        await using DatagramSocket bound =
            Open(venue, new DialOptions { Local = venue.NewLocal() });
        Assert.InRange(bound.Local.Port, 1, 65_535);
    }

    [Theory, MemberData(nameof(Venue.Udp), MemberType = typeof(Venue))]
    public async Task A_refusal_is_learnt_at_once(string engine, string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "IP_RECVERR is Linux's.");
        using var venue = new Venue(engine, place);
        EndPoint dead;
        await using (Server server = await venue.ServeAsync())
        {
            dead = await Venue.EndPointOf(server.Addresses[0]);
        }

        await using DatagramSocket socket = Open(venue);
        byte[] buffer = new byte[100];
        await socket.SendToAsync("warm up"u8.ToArray(), dead);
        await ReceiveAsync(socket, buffer);
        long started = Stopwatch.GetTimestamp();
        Assert.Equal(SocketError.Success, await socket.SendToAsync("x"u8.ToArray(), dead));
        Datagram answer = await ReceiveAsync(socket, buffer);
        Assert.Equal(SocketError.ConnectionRefused, answer.Error);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(100));

        await using Server alive = await venue.ServeAsync();
        await socket.SendToAsync("x"u8.ToArray(), await Venue.EndPointOf(alive.Addresses[0]));
        Assert.Equal(1, (await ReceiveAsync(socket, buffer)).Count);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_datagram_larger_than_the_buffer_is_reported(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        await using DatagramSocket socket = Open(venue);
        await socket.SendToAsync("abcdef"u8.ToArray(), to);
        byte[] small = new byte[3];
        Datagram answer = await ReceiveAsync(socket, small);
        Assert.Equal(SocketError.MessageSize, answer.Error);
        Assert.Equal("ABC"u8.ToArray(), small);
        await socket.SendToAsync("xy"u8.ToArray(), to);
        Assert.Equal(2, (await ReceiveAsync(socket, small)).Count);
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_datagram_that_is_too_large_to_send_is_a_value(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        EndPoint to = await Venue.EndPointOf(server.Addresses[0]);
        await using DatagramSocket socket = Open(venue);
        byte[] large =
            new byte[place.StartsWith("udp", StringComparison.Ordinal) ? 65_528 : 4 << 20];
        Assert.Equal(SocketError.MessageSize, await socket.SendToAsync(large, to));
        Assert.Equal(0, server.Counters.DatagramsReceived);
    }

    [Theory]
    [InlineData("unixgram")]
    [InlineData("unixgram-abstract")]
    public async Task Nobody_there_is_a_value(string place)
    {
        foreach (Engine engine in Venue.Engines)
        {
            using var venue = new Venue(engine.Name, place);
            await using DatagramSocket socket = Open(venue);
            SocketError error = await socket.SendToAsync("x"u8.ToArray(), venue.NewLocal());
            Assert.Contains(
                error, new[] { SocketError.ConnectionRefused, SocketError.AddressNotAvailable });
        }
    }

    [Fact]
    public async Task Broadcast_needs_to_be_asked_for()
    {
        foreach (Engine engine in Venue.Engines)
        {
            using var venue = new Venue(engine.Name, "udp4");
            var to = new IPEndPoint(IPAddress.Parse("127.255.255.255"), 9);
            await using DatagramSocket socket = Open(venue);
            Assert.Equal(SocketError.AccessDenied, await socket.SendToAsync("x"u8.ToArray(), to));
            await using DatagramSocket broad = Open(venue, new DialOptions { Broadcast = true });
            Assert.Equal(SocketError.Success, await broad.SendToAsync("x"u8.ToArray(), to));
        }
    }

    [Theory, MemberData(nameof(Venue.UnixFiles), MemberType = typeof(Venue))]
    public async Task Its_file_goes_with_it(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        string path = venue.NewName("mine");
        DatagramSocket socket = venue.Engine.OpenDatagram(
            Transport.UnixDatagram, AddressFamily.Unix,
            new DialOptions { Local = new UnixDomainSocketEndPoint(path) });
        Assert.Equal(path, socket.Local.Path);
        Assert.True(File.Exists(path));
        await socket.DisposeAsync();
        Assert.False(File.Exists(path));
    }

    [Theory, MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_cancelled_wait_loses_nothing(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server server = await venue.ServeAsync();
        await using DatagramSocket socket = Open(venue);
        byte[] buffer = new byte[100];
        using (var impatient = new CancellationTokenSource(20))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => socket.ReceiveFromAsync(buffer, impatient.Token).AsTask());
        }

        await socket.SendToAsync("x"u8.ToArray(), await Venue.EndPointOf(server.Addresses[0]));
        Assert.Equal(1, (await ReceiveAsync(socket, buffer)).Count);
    }
}
