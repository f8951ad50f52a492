using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests;

public sealed class AddressTests
{
    [Fact]
    public void The_parts_of_a_tcp_address()
    {
        var address = Address.Parse("tcp://Example.org:80");
        Assert.Equal(Transport.Tcp, address.Transport);
        Assert.Equal("example.org", address.Host);
        Assert.Equal(80, address.Port);
        Assert.Equal("", address.Path);
    }

    [Fact]
    public void The_parts_of_a_unix_address()
    {
        var address = Address.Parse("unixgram:/run/s");
        Assert.Equal(Transport.UnixDatagram, address.Transport);
        Assert.Equal("", address.Host);
        Assert.Equal(0, address.Port);
        Assert.Equal("/run/s", address.Path);
    }

    [Fact]
    public void An_IPv6_host_has_no_brackets()
    {
        Assert.Equal("fe80::1%eth0", Address.Parse("tcp://[FE80::1%eth0]:80").Host);
    }

    [Theory]
    [InlineData("tcp://EXAMPLE:80", "example:80")]
    [InlineData("tcp://[::0:1]:80", "[0:0::1]:80")]
    [InlineData("tcp://2130706433:80", "127.0.0.1:80")]
    [InlineData("unix:/a", "unix:///a")]
    public void Two_ways_of_writing_one_address_are_equal(string one, string other)
    {
        Assert.Equal(Address.Parse(one), Address.Parse(other));
    }

    [Theory]
    [InlineData("tcp://localhost:80", "udp://localhost:80")]
    [InlineData("tcp://localhost:80", "tcp://localhost:81")]
    [InlineData("tcp://localhost:80", "tcp://localhost.:80")]
    [InlineData("unix:/a", "unixgram:/a")]
    [InlineData("unix:/a", "unix:/A")]
    [InlineData("unix:@a", "unix:./@a")]
    public void Different_addresses_are_not_equal(string one, string other)
    {
        Assert.NotEqual(Address.Parse(one), Address.Parse(other));
    }

    [Theory]
    [InlineData("tcp://:80", true)]
    [InlineData("tcp://0.0.0.0:80", true)]
    [InlineData("tcp://0:80", true)]
    [InlineData("tcp://[::]:80", true)]
    [InlineData("tcp://127.0.0.1:80", false)]
    [InlineData("tcp://[::1]:80", false)]
    [InlineData("unix:/a", false)]
    public void Any_interface_is_empty_or_all_zero(string text, bool expected)
    {
        Assert.Equal(expected, Address.Parse(text).IsAnyInterface);
    }

    [Theory]
    [InlineData("udp://<broadcast>:80", true)]
    [InlineData("udp://255.255.255.255:80", true)]
    [InlineData("udp://192.0.2.255:80", false)]
    [InlineData("udp://:80", false)]
    [InlineData("unixgram:<broadcast>", false)]
    public void The_limited_broadcast_is_broadcast(string text, bool expected)
    {
        Assert.Equal(expected, Address.Parse(text).IsBroadcast);
    }

    [Theory]
    [InlineData("tcp://localhost:80", true)]
    [InlineData("tcp://LOCALHOST.:80", true)]
    [InlineData("tcp://a.localhost:80", true)]
    [InlineData("tcp://127.0.0.1:80", true)]
    [InlineData("tcp://127.255.0.3:80", true)]
    [InlineData("tcp://[::1]:80", true)]
    [InlineData("tcp://[::ffff:127.0.0.1]:80", true)]
    [InlineData("tcp://notlocalhost:80", false)]
    [InlineData("tcp://localhost.example:80", false)]
    [InlineData("tcp://128.0.0.1:80", false)]
    [InlineData("tcp://[::2]:80", false)]
    [InlineData("tcp://:80", false)]
    [InlineData("unix:localhost", false)]
    public void Loopback_is_localhost_and_its_addresses(string text, bool expected)
    {
        Assert.Equal(expected, Address.Parse(text).IsLoopback);
    }

    [Theory]
    [InlineData("example.ORG", "tcp://example.org:80")]
    [InlineData("::1", "tcp://[::1]:80")]
    [InlineData("fe80::1%2", "tcp://[fe80::1%2]:80")]
    [InlineData("::ffff:10.0.0.1", "tcp://10.0.0.1:80")]
    [InlineData("2130706433", "tcp://127.0.0.1:80")]
    [InlineData("", "tcp://:80")]
    public void An_address_is_made_of_its_parts(string host, string expected)
    {
        Assert.Equal(Address.Parse(expected), Address.Of(Transport.Tcp, host, 80));
    }

    [Theory]
    [InlineData("[::1]", 0)]
    [InlineData("a b", 1)]
    [InlineData("a\nb", 1)]
    [InlineData("127.1", 5)]
    [InlineData("1::2::3", 4)]
    [InlineData("host:80", 0)]
    [InlineData("host/", 4)]
    [InlineData("<broadcast>", 0)]
    [InlineData("255.255.255.255", 0)]
    public void A_malformed_host_is_refused(string host, int position)
    {
        var error = Assert.Throws<AddressFormatException>(
            () => Address.Of(Transport.Tcp, host, 80));
        Assert.Equal(position, error.Position);
        Assert.Equal(host, error.Text);
    }

    [Fact]
    public void A_part_that_the_transport_lacks_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Address.Of(Transport.Unix, "localhost", 80));
        Assert.Throws<ArgumentException>(() => Address.OfPath(Transport.Udp, "/a"));
        Assert.Throws<ArgumentException>(() => Address.Of((Transport)9, "localhost", 80));
        Assert.Throws<InvalidOperationException>(() => Address.Parse("unix:/a").WithPort(1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_out_of_range_is_refused(int port)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Address.Of(Transport.Tcp, "a", port));
        Assert.Throws<ArgumentOutOfRangeException>(() => Address.Parse("a:1").WithPort(port));
    }

    [Theory]
    [InlineData("/run/s", "unix:/run/s")]
    [InlineData("s", "unix:s")]
    [InlineData("@s", "unix:@s")]
    [InlineData("//s", "unix:////s")]
    public void A_unix_address_is_made_of_a_path(string path, string expected)
    {
        var address = Address.OfPath(Transport.Unix, path);
        Assert.Equal(expected, address.ToString());
        Assert.Equal(address, Address.Parse(expected));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("@", 1)]
    [InlineData("/run/", 4)]
    [InlineData("/a\0b", 2)]
    public void A_malformed_path_is_refused(string path, int position)
    {
        var error = Assert.Throws<AddressFormatException>(
            () => Address.OfPath(Transport.Unix, path));
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void Another_port_leaves_the_rest()
    {
        Assert.Equal("udp://[::1%2]:7", Address.Parse("udp://[::1%2]:0").WithPort(7).ToString());
    }

    [Theory]
    [InlineData("127.0.0.1", "tcp://127.0.0.1:5")]
    [InlineData("::ffff:192.0.2.7", "tcp://192.0.2.7:5")]
    [InlineData("::1", "tcp://[::1]:5")]
    [InlineData("fe80::1%3", "tcp://[fe80::1%3]:5")]
    [InlineData("0.0.0.0", "tcp://0.0.0.0:5")]
    [InlineData("::", "tcp://[::]:5")]
    public void An_end_point_of_the_internet_has_an_address(string ip, string expected)
    {
        var end = new IPEndPoint(IPAddress.Parse(ip), 5);
        Assert.Equal(expected, Address.FromEndPoint(Transport.Tcp, end).ToString());
    }

    [Fact]
    public void An_end_point_by_name_has_an_address()
    {
        var end = new DnsEndPoint("Example.org", 5);
        Assert.Equal("udp://example.org:5", Address.FromEndPoint(Transport.Udp, end).ToString());
    }

    [Theory]
    [InlineData("/run/s", "unix:/run/s")]
    [InlineData("\0name", "unix:@name")]
    [InlineData("@name", "unix:./@name")]
    public void An_end_point_of_this_machine_has_an_address(string path, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The abstract namespace is Linux's.");
        var end = new UnixDomainSocketEndPoint(path);
        Assert.Equal(expected, Address.FromEndPoint(Transport.Unix, end).ToString());
    }

    [Fact]
    public void An_unnamed_peer_has_no_address()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The abstract namespace is Linux's.");
        var name = Address.Parse("unix:@doorway-" + Guid.NewGuid());
        var end = new UnixDomainSocketEndPoint("\0" + name.Path[1..]);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, 0);
        listener.Bind(end);
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, 0);
        client.Connect(end);
        using var accepted = listener.Accept();

        Assert.Equal(name, Address.FromEndPoint(Transport.Unix, listener.LocalEndPoint!));
        Assert.Throws<ArgumentException>(
            () => Address.FromEndPoint(Transport.Unix, accepted.RemoteEndPoint!));
    }

    [Fact]
    public void An_end_point_of_another_family_is_refused()
    {
        var ip = new IPEndPoint(IPAddress.Loopback, 5);
        var path = new UnixDomainSocketEndPoint("/a");
        Assert.Throws<ArgumentException>(() => Address.FromEndPoint(Transport.Unix, ip));
        Assert.Throws<ArgumentException>(() => Address.FromEndPoint(Transport.Tcp, path));
    }

    [Theory]
    [InlineData(Transport.Tcp, "tcp", true, false)]
    [InlineData(Transport.Udp, "udp", false, false)]
    [InlineData(Transport.Unix, "unix", true, true)]
    [InlineData(Transport.UnixDatagram, "unixgram", false, true)]
    public void A_transport_is_a_stream_or_datagrams(
        Transport transport, string scheme, bool isStream, bool isUnix)
    {
        Assert.Equal(scheme, transport.Scheme());
        Assert.Equal(isStream, transport.IsStream);
        Assert.Equal(!isStream, transport.IsDatagram);
        Assert.Equal(isUnix, transport.IsUnix);
    }
}
