using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Doorway.Tests;

public sealed class AddressResolveTests
{
    const AddressFamily IPv4 = AddressFamily.InterNetwork;
    const AddressFamily IPv6 = AddressFamily.InterNetworkV6;
    const AddressFamily Any = AddressFamily.Unspecified;

    delegate Task<IPAddress[]> Lookup(string host, AddressFamily family);

    static async Task<string> Resolve(
        string text, AddressFamily family = Any, bool ipv6 = true, Lookup? lookup = null)
    {
        var resolver = new AddressResolver(
            (host, wanted, _) => lookup is null
                ? throw new UnreachableException(host)
                : lookup(host, wanted),
            () => ipv6,
            name => name == "eth0" ? 2 : null);
        var ends = await resolver.ResolveAsync(
            Address.Parse(text), family, TestContext.Current.CancellationToken);
        return string.Join(' ', ends);
    }

    static Lookup Finds(params string[] addresses) =>
        (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray());

    static Lookup Fails(SocketError error) =>
        (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)error));

    [Theory]
    [InlineData("udp://192.0.2.1:5", "192.0.2.1:5")]
    [InlineData("udp://2130706433:5", "127.0.0.1:5")]
    [InlineData("udp://[::1]:5", "[::1]:5")]
    [InlineData("udp://[::ffff:192.0.2.1]:5", "192.0.2.1:5")]
    [InlineData("udp://<broadcast>:5", "255.255.255.255:5")]
    [InlineData("udp://:5", "0.0.0.0:5 [::]:5")]
    [InlineData("tcp://localhost:5", "127.0.0.1:5 [::1]:5")]
    [InlineData("tcp://localhost.:5", "127.0.0.1:5 [::1]:5")]
    [InlineData("tcp://a.localhost:5", "127.0.0.1:5 [::1]:5")]
    [InlineData("tcp://[fe80::1%7]:5", "[fe80::1%7]:5")]
    [InlineData("tcp://[fe80::1%4294967295]:5", "[fe80::1%4294967295]:5")]
    [InlineData("tcp://[fe80::1%eth0]:5", "[fe80::1%2]:5")]
    public async Task What_is_no_name_is_resolved_without_asking(string text, string expected)
    {
        Assert.Equal(expected, await Resolve(text));
    }

    [Theory]
    [InlineData("tcp://:5", IPv4, "0.0.0.0:5")]
    [InlineData("tcp://:5", IPv6, "[::]:5")]
    [InlineData("tcp://localhost:5", IPv4, "127.0.0.1:5")]
    [InlineData("tcp://localhost:5", IPv6, "[::1]:5")]
    public async Task A_family_can_be_asked_for(string text, AddressFamily family, string expected)
    {
        Assert.Equal(expected, await Resolve(text, family));
    }

    [Theory]
    [InlineData("tcp://:5", "0.0.0.0:5")]
    [InlineData("tcp://localhost:5", "127.0.0.1:5")]
    public async Task Without_IPv6_there_is_IPv4_alone(string text, string expected)
    {
        Assert.Equal(expected, await Resolve(text, ipv6: false));
    }

    [Theory]
    [InlineData("tcp://localhost:5", IPv6, "localhost has no IPv6 address")]
    [InlineData("tcp://:5", IPv6, "this machine has no IPv6 address")]
    [InlineData("tcp://127.0.0.1:5", IPv6, "127.0.0.1 has no IPv6 address")]
    [InlineData("udp://<broadcast>:5", IPv6, "<broadcast> has no IPv6 address")]
    [InlineData("tcp://[::1]:5", IPv4, "::1 has no IPv4 address")]
    [InlineData("unix:/s", IPv4, "unix:/s has no IPv4 address")]
    public async Task A_family_that_is_not_there_is_named(
        string text, AddressFamily family, string message)
    {
        var error = await Assert.ThrowsAsync<AddressResolutionException>(
            () => Resolve(text, family, ipv6: false));
        Assert.Equal(message, error.Message);
        Assert.Equal(SocketError.NoData, error.SocketError);
    }

    [Fact]
    public async Task A_name_has_the_resolvers_addresses_in_its_order_and_none_twice()
    {
        var found = await Resolve("tcp://example:5", lookup: Finds(
            "2001:db8::2", "192.0.2.1", "2001:db8::2", "192.0.2.1", "2001:db8::1"));
        Assert.Equal("[2001:db8::2]:5 192.0.2.1:5 [2001:db8::1]:5", found);
    }

    [Fact]
    public async Task A_names_addresses_of_another_family_are_left_out()
    {
        var lookup = Finds("2001:db8::2", "192.0.2.1");
        Assert.Equal("192.0.2.1:5", await Resolve("tcp://example:5", IPv4, lookup: lookup));
    }

    [Fact]
    public async Task The_lookup_gets_the_canonical_name_and_the_family()
    {
        var asked = new List<(string, AddressFamily)>();
        await Resolve("tcp://Example.ORG:5", IPv4, lookup: (host, family) =>
        {
            asked.Add((host, family));
            return Finds("192.0.2.1")(host, family);
        });
        Assert.Equal([("example.org", IPv4)], asked);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, "a.test: no such host")]
    [InlineData(SocketError.NoData, "a.test: the host has no address")]
    [InlineData(SocketError.TryAgain, "a.test: the name server doesn't answer, try again later")]
    [InlineData(SocketError.NoRecovery, "a.test: the name can't be looked up (NoRecovery)")]
    public async Task A_name_that_is_not_found_says_why(SocketError cause, string message)
    {
        var error = await Assert.ThrowsAsync<AddressResolutionException>(
            () => Resolve("tcp://a.test:5", lookup: Fails(cause)));
        Assert.Equal(message, error.Message);
        Assert.Equal("a.test", error.Host);
        Assert.Equal(cause, error.SocketError);
    }

    [Fact]
    public async Task A_name_of_the_other_family_alone_is_not_called_unknown()
    {
        Lookup lookup = (host, family) => family == IPv6
            ? Fails(SocketError.HostNotFound)(host, family)
            : Finds("192.0.2.1")(host, family);
        var error = await Assert.ThrowsAsync<AddressResolutionException>(
            () => Resolve("tcp://example:5", IPv6, lookup: lookup));
        Assert.Equal("example has no IPv6 address", error.Message);
    }

    [Fact]
    public async Task A_name_that_no_family_has_is_called_unknown()
    {
        var error = await Assert.ThrowsAsync<AddressResolutionException>(
            () => Resolve("tcp://nosuch:5", IPv6, lookup: Fails(SocketError.HostNotFound)));
        Assert.Equal("nosuch: no such host", error.Message);
    }

    [Fact]
    public async Task An_interface_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<AddressResolutionException>(
            () => Resolve("tcp://[fe80::1%nosuch]:5"));
        Assert.Equal("fe80::1%nosuch: this machine has no interface called nosuch", error.Message);
    }

    [Fact]
    public async Task A_lookup_that_takes_too_long_ends_when_it_is_cancelled()
    {
        var never = new TaskCompletionSource<IPAddress[]>();
        var resolver = new AddressResolver((_, _, _) => never.Task, () => true, _ => null);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            resolver.ResolveAsync(Address.Parse("tcp://example:5"), Any, limit.Token).AsTask()
                .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.True(limit.IsCancellationRequested);
    }

    [Fact]
    public async Task A_cancelled_token_resolves_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Address.Parse("tcp://1.2.3.4:5").ResolveAsync(cancellation: cancelled).AsTask());
    }

    [Fact]
    public async Task A_family_of_no_internet_address_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Resolve("tcp://127.0.0.1:5", AddressFamily.Unix));
    }

    [Fact]
    public async Task A_unix_address_resolves_to_its_path()
    {
        Assert.Equal("/run/s", await Resolve("unix:/run/s"));
        Assert.Equal("./@s", await Resolve("unix:./@s"));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The abstract namespace is Linux's.");
        var ends = await Address.Parse("unix:@s").ResolveAsync(
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(new UnixDomainSocketEndPoint("\0s"), Assert.Single(ends));
    }

    [Fact]
    public async Task A_socket_can_be_bound_to_the_longest_path_and_abstract_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sun_path is shorter elsewhere.");
        var folder = Directory.CreateTempSubdirectory("d");
        try
        {
            var file = Path.Combine(folder.FullName, "s");
            var path = file + new string('s', 107 - file.Length);
            var name = "@" + Guid.NewGuid().ToString("N") + new string('s', 75);
            foreach (var address in (string[])[path, name])
            {
                var ends = await Address.OfPath(Transport.UnixDatagram, address).ResolveAsync(
                    cancellation: TestContext.Current.CancellationToken);
                using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, 0);
                socket.Bind(ends[0]);
                var bound = Address.FromEndPoint(Transport.UnixDatagram, socket.LocalEndPoint!);
                Assert.Equal(address, bound.Path);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task This_machines_localhost_can_be_bound_at_every_address()
    {
        var ends = await Address.Parse("udp://localhost:0").ResolveAsync(
            cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(AddressFamilies.IPv6IsUsable ? 2 : 1, ends.Count);
        foreach (var end in ends)
        {
            using var socket = new Socket(end.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(end);
            Assert.True(Address.FromEndPoint(Transport.Udp, socket.LocalEndPoint!).IsLoopback);
        }
    }

    [Fact]
    public async Task This_machines_interfaces_are_scopes_by_name()
    {
        Assert.SkipUnless(AddressFamilies.IPv6IsUsable, "This machine has no IPv6.");
        var card = NetworkInterface.GetAllNetworkInterfaces()
            .First(card => card.NetworkInterfaceType == NetworkInterfaceType.Loopback);
        Assert.SkipWhen(card.Name.Contains(' '), "Its name is no scope.");
        var ends = await Address.Parse($"udp://[ff02::1%{card.Name}]:5").ResolveAsync(
            cancellation: TestContext.Current.CancellationToken);
        var end = Assert.IsType<IPEndPoint>(Assert.Single(ends));
        Assert.Equal(NetworkInterface.IPv6LoopbackInterfaceIndex, end.Address.ScopeId);
    }
}
