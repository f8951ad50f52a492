using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>Socket names as values.</summary>
public sealed class SocketNameTests
{
    static SocketName Name(string endPoint) => SocketName.From(IPEndPoint.Parse(endPoint));

    static SocketName Unix(string path) => SocketName.From(new UnixDomainSocketEndPoint(path));

    [Theory]
    [InlineData("127.0.0.1:12000")]
    [InlineData("0.0.0.0:0")]
    [InlineData("255.255.255.255:65535")]
    [InlineData("[::1]:12000")]
    [InlineData("[2001:db8::8:800:200c:417a]:1")]
    [InlineData("[::]:0")]
    public void An_Internet_name_is_written_as_people_write_it(string text)
    {
        SocketName name = Name(text);
        Assert.Equal(text, name.ToString());
        Assert.Equal(IPEndPoint.Parse(text).Port, name.Port);
        Assert.Equal(IPEndPoint.Parse(text).Address, name.IPAddress);
        Assert.True(name.IsNamed);
        Assert.Equal("", name.Path);
    }

    [Theory]
    [InlineData("127.0.0.1:12000")]
    [InlineData("192.0.2.7:1")]
    [InlineData("[::1]:12000")]
    [InlineData("[fe80::1%3]:12000")]
    public void A_raw_socket_address_gives_the_same_name(string text)
    {
        IPEndPoint endPoint = IPEndPoint.Parse(text);
        Assert.Equal(SocketName.From(endPoint), SocketName.From(endPoint.Serialize()));
        Assert.Equal(endPoint.AddressFamily, SocketName.From(endPoint.Serialize()).Family);
        Assert.Equal(endPoint.Address, SocketName.From(endPoint.Serialize()).IPAddress);
    }

    [Fact]
    public void A_mapped_IPv4_address_is_the_IPv4_address()
    {
        SocketName mapped = Name("[::ffff:192.0.2.7]:80");
        Assert.Equal(Name("192.0.2.7:80"), mapped);
        Assert.Equal("192.0.2.7:80", mapped.ToString());
        Assert.Equal(AddressFamily.InterNetwork, mapped.Family);
        Assert.True(Name("[::ffff:127.0.0.1]:80").IsLoopback);
        Assert.Equal(
            mapped, SocketName.From(IPEndPoint.Parse("[::ffff:192.0.2.7]:80").Serialize()));
    }

    [Fact]
    public void Names_are_equal_by_every_part()
    {
        SocketName[] names =
        [
            default, Name("127.0.0.1:1"), Name("127.0.0.1:2"), Name("127.0.0.2:1"), Name("[::1]:1"),
            Name("[fe80::1%2]:1"), Name("[fe80::1%3]:1"), Name("[::7f00:1]:1"), Unix("/tmp/a"),
            Unix("/tmp/b"), Unix("\0a"), Name("0.0.0.0:0"),
        ];
        foreach ((int i, SocketName one) in names.Index())
        {
            foreach ((int j, SocketName other) in names.Index())
            {
                Assert.Equal(i == j, one == other);
                Assert.Equal(i == j, one.Equals((object)other));
                Assert.Equal(i != j, one != other);
            }

            Assert.Equal(one.GetHashCode(), names[i].GetHashCode());
        }

        Assert.Equal(Unix("/tmp/a"), Unix("/tmp/a"));
        Assert.Equal(Unix("/tmp/a").GetHashCode(), Unix("/tmp/a").GetHashCode());
    }

    [Fact]
    public void A_source_is_the_name_without_its_port()
    {
        Assert.Equal(Name("192.0.2.7:0"), Name("192.0.2.7:1").WithoutPort);
        Assert.Equal(Name("[fe80::1%2]:0"), Name("[fe80::1%2]:99").WithoutPort);
    }

    [Theory]
    [InlineData("192.0.2.7:1", "192.0.2.7:1", true)]
    [InlineData("192.0.2.7:1", "192.0.2.7:2", false)]
    [InlineData("192.0.2.7:1", "192.0.2.8:1", false)]
    [InlineData("127.0.1.1:1", "127.0.0.1:1", true)]
    [InlineData("127.0.1.1:1", "127.0.0.1:2", false)]
    [InlineData("127.0.0.1:1", "[::1]:1", false)]
    [InlineData("[::1]:1", "[::1]:1", true)]
    public void An_answer_comes_from_the_end_that_was_asked(string asked, string from, bool expected) =>
        Assert.Equal(expected, Name(asked).IsSameEnd(Name(from)));

    [Fact]
    public void Two_unix_sockets_are_two_ends() =>
        Assert.False(Unix("/tmp/a").IsSameEnd(Unix("/tmp/b")));

    [Theory]
    [InlineData("127.0.0.1:1", true)]
    [InlineData("127.255.1.2:1", true)]
    [InlineData("128.0.0.1:1", false)]
    [InlineData("126.0.0.1:1", false)]
    [InlineData("[::1]:1", true)]
    [InlineData("[::2]:1", false)]
    [InlineData("[2001:db8::1]:1", false)]
    public void Loopback_is_told(string text, bool expected) =>
        Assert.Equal(expected, Name(text).IsLoopback);

    [Fact]
    public void A_Unix_name_is_its_path_and_an_abstract_one_starts_with_at()
    {
        Assert.Equal("/tmp/x", Unix("/tmp/x").ToString());
        Assert.Equal("/tmp/x", Unix("/tmp/x").Path);
        Assert.Equal("@x", Unix("\0x").Path);
        Assert.Equal(AddressFamily.Unix, Unix("/tmp/x").Family);
        Assert.True(Unix("/tmp/x").IsLoopback);
        Assert.Equal(0, Unix("/tmp/x").Port);
        Assert.Null(Unix("/tmp/x").IPAddress);
        Assert.Equal("/tmp/\u00E4\u4E2D", Unix("/tmp/\u00E4\u4E2D").Path);
    }

    [Fact]
    public void The_longest_path_is_kept_whole()
    {
        string path = "/" + new string('x', 106);
        Assert.Equal(path, Unix(path).Path);
    }

    [Fact]
    public void No_name_is_unnamed()
    {
        Assert.Equal("(unnamed)", default(SocketName).ToString());
        Assert.False(default(SocketName).IsNamed);
        Assert.Equal(AddressFamily.Unspecified, default(SocketName).Family);
        Assert.False(default(SocketName).IsLoopback);
        Assert.Equal(default, SocketName.From((EndPoint?)null));

        var unnamed = SocketName.From(new SocketAddress(AddressFamily.Unix, 2));
        Assert.Equal("(unnamed)", unnamed.ToString());
        Assert.False(unnamed.IsNamed);
        Assert.Equal(AddressFamily.Unix, unnamed.Family);
    }

    [Fact]
    public void Reading_a_raw_Internet_address_allocates_nothing()
    {
        SocketAddress raw = IPEndPoint.Parse("[2001:db8::1]:7").Serialize();
        SocketName name = SocketName.From(raw);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            name = SocketName.From(raw);
            _ = name.WithoutPort.GetHashCode();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(7, name.Port);
    }

    [Fact]
    public void The_bytes_of_an_address_are_its_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The family is where Linux has it.");
        EndPoint[] all =
        [
            IPEndPoint.Parse("127.0.0.1:12000"), IPEndPoint.Parse("[fe80::1%3]:1"),
            IPEndPoint.Parse("[::ffff:10.1.2.3]:65535"), new UnixDomainSocketEndPoint("/tmp/x"),
            new UnixDomainSocketEndPoint("\0abstract"),
        ];
        foreach (EndPoint one in all)
        {
            SocketAddress raw = one.Serialize();
            Assert.Equal(SocketName.From(one), SocketName.From(raw.Buffer.Span[..raw.Size]));
        }

        Assert.Equal("@abstract", SocketName.From(all[^1].Serialize().Buffer.Span[..11]).ToString());
        Assert.False(SocketName.From(ReadOnlySpan<byte>.Empty).IsNamed);
        Assert.False(SocketName.From([1, 0]).IsNamed);
        Assert.Equal(AddressFamily.Unix, SocketName.From([1, 0]).Family);
    }
}
