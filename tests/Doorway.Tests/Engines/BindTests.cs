using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>The contract of an engine: addresses that are taken, and the files of Unix
/// sockets.</summary>
public sealed class BindTests
{
    static Address Wildcard(Address address) => Address.Of(
        address.Transport, address.Host == "127.0.0.1" ? "0.0.0.0" : "::", address.Port);

    static Task<Server> ServeAsync(Venue venue, Address address) =>
        venue.ServeAsync(options => options with { Addresses = [address] });

    static async Task IsTakenAsync(Venue venue, Address address)
    {
        ListenException taken =
            await Assert.ThrowsAsync<ListenException>(() => ServeAsync(venue, address));
        Assert.Equal(SocketError.AddressAlreadyInUse, taken.SocketError);
        Assert.Equal(address, taken.Address);
    }

    [Theory]
    [MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    [MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task A_second_server_on_the_same_address_is_refused(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server first = await venue.ServeAsync();
        await IsTakenAsync(venue, first.Addresses[0]);
        if (venue.Transport.IsStream)
        {
            using Wire client = await Venue.DialAsync(first);
            Assert.Equal("STILL HERE", await client.AskAsync("still here"));
        }
        else
        {
            using Postbox client = await venue.PostAsync(first);
            Assert.Equal("STILL HERE", await client.AskAsync("still here"));
        }
    }

    [Theory]
    [MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    [MemberData(nameof(Venue.Udp), MemberType = typeof(Venue))]
    public async Task A_wildcard_and_a_specific_address_exclude_each_other(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using (Server specific = await venue.ServeAsync())
        {
            await IsTakenAsync(venue, Wildcard(specific.Addresses[0]));
        }

        await using Server all = await ServeAsync(venue, Wildcard(venue.Address));
        await IsTakenAsync(venue, venue.Address.WithPort(all.Addresses[0].Port));
    }

    [Theory]
    [MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    [MemberData(nameof(Venue.Datagrams), MemberType = typeof(Venue))]
    public async Task An_address_is_free_again_once_its_server_has_stopped(
        string engine, string place)
    {
        using var venue = new Venue(engine, place);
        Address address = venue.Address;
        for (int round = 0; round < 5; round++)
        {
            await using Server server = await ServeAsync(venue, address);
            address = server.Addresses[0];
            if (venue.Transport.IsStream)
            {
                using Wire client = await Venue.DialAsync(server);
                Assert.Equal("A", await client.AskAsync("a"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Venue.Tcp), MemberType = typeof(Venue))]
    [MemberData(nameof(Venue.Udp), MemberType = typeof(Venue))]
    public async Task An_address_of_another_machine_is_refused(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        string elsewhere = place.EndsWith('6') ? "2001:db8::1" : "198.51.100.1";
        ListenException refused = await Assert.ThrowsAsync<ListenException>(
            () => ServeAsync(venue, Address.Of(venue.Transport, elsewhere, 0)));
        Assert.Equal(SocketError.AddressNotAvailable, refused.SocketError);
    }

    [Theory, MemberData(nameof(Venue.Streams), MemberType = typeof(Venue))]
    public async Task When_one_address_fails_nothing_is_left_bound(string engine, string place)
    {
        using var venue = new Venue(engine, place);
        await using Server other = await venue.ServeAsync();
        Address free = Address.Of(Transport.Tcp, "127.0.0.1", FreePort());
        await Assert.ThrowsAsync<ListenException>(() => venue.ServeAsync(
            options => options with { Addresses = [free, other.Addresses[0]] }));
        await using Server second = await ServeAsync(venue, free);
    }

    static int FreePort()
    {
        using var probe =
            new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
