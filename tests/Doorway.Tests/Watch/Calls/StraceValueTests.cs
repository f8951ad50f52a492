using System.Text;
using Doorway.Watch.Calls;

namespace Doorway.Tests.Watch.Calls;

/// <summary>Addresses, messages and arguments as strace writes them.</summary>
public sealed class StraceValueTests
{
    static ReadOnlySpan<byte> Bytes(string text) => Encoding.ASCII.GetBytes(text);

    // "::1" and the like, as -xx writes it.
    static string Hex(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(one => $"\\x{one:x2}"));

    [Theory]
    [InlineData("127.0.0.1", 12000, "127.0.0.1:12000")]
    [InlineData("0.0.0.0", 1, "0.0.0.0:1")]
    public void An_IPv4_address_is_read(string address, int port, string name) =>
        Assert.Equal(name, StraceNames.Of(Bytes(
            $"{{sa_family=AF_INET, sin_port=htons({port}), " +
            $"sin_addr=inet_addr(\"{Hex(address)}\")}}")));

    [Theory]
    [InlineData("::1", "0", "[::1]:80")]
    [InlineData("fe80::1", "2", "[fe80::1%2]:80")]
    [InlineData("fe80::1", "if_nametoindex(\"\\x6c\\x6f\")", "[fe80::1%lo]:80")]
    [InlineData("::ffff:127.0.0.1", "0", "127.0.0.1:80")]
    public void An_IPv6_address_is_read_with_its_scope(string address, string scope, string name) =>
        Assert.Equal(name, StraceNames.Of(Bytes(
            $"{{sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(" +
            $"AF_INET6, \"{Hex(address)}\", &sin6_addr), sin6_scope_id={scope}}}")));

    [Fact]
    public void A_Unix_path_may_hold_quotes_and_blanks()
    {
        string path = "/tmp/so \"ck, {x}";
        Assert.Equal(path, StraceNames.Of(Bytes(
            $"{{sa_family=AF_UNIX, sun_path=\"{Hex(path)}\"}}")));
    }

    [Fact]
    public void An_abstract_Unix_name_starts_with_an_at_sign() =>
        Assert.Equal("@door", StraceNames.Of(Bytes(
            $"{{sa_family=AF_UNIX, sun_path=@\"{Hex("door")}\"}}")));

    [Theory]
    [InlineData("{sa_family=AF_UNIX}")]
    [InlineData("{sa_family=AF_UNSPEC, sa_data=\"\\x00\"}")]
    [InlineData("NULL")]
    [InlineData("0x7ffc89ba50a0")]
    [InlineData("")]
    public void No_address_is_no_name(string value) =>
        Assert.Null(StraceNames.Of(Bytes(value)));

    [Theory]
    [InlineData("TCP:[127.0.0.1:80->127.0.0.1:4000]", Transport.Tcp, "127.0.0.1:80", "127.0.0.1:4000")]
    [InlineData("TCPv6:[[::1]:80->[::1]:4000]", Transport.Tcp, "[::1]:80", "[::1]:4000")]
    [InlineData("UDPv6:[[::]:53044]", Transport.Udp, "[::]:53044", null)]
    [InlineData("UNIX-STREAM:[35->29,\"\\x2f\\x61\"]", Transport.Unix, "/a", null)]
    [InlineData("UNIX:[39,@\"\\x61\"]", Transport.UnixDatagram, "@a", null)]
    [InlineData("NETLINK:[ROUTE:100]", null, null, null)]
    public void A_descriptor_tells_which_socket_it_is(
        string annotation, Transport? transport, string? local, string? peer)
    {
        StraceDoor door = StraceNames.Door(Bytes(annotation));
        Assert.True(door.IsSocket);
        Assert.Equal((transport, local, peer), (door.Transport, door.Local, door.Peer));
    }

    [Theory]
    [InlineData("\\x2f\\x65\\x74\\x63")]
    [InlineData("\\x2f\\x64\\x65\\x76\\x2f\\x6e\\x75\\x6c\\x6c<char 1:3>")]
    [InlineData("pipe:[123]")]
    [InlineData("")]
    public void A_file_is_no_socket(string annotation) =>
        Assert.False(StraceNames.Door(Bytes(annotation)).IsSocket);

    [Fact]
    public void Parts_of_a_message_are_joined_in_order()
    {
        const string Parts = """
            [{iov_base="\x61\x62\x63", iov_len=3}, {iov_base="\x0a\x00", iov_len=100}]
            """;
        byte[] all = [.. "abc\n\0"u8];
        Assert.Equal(all, StraceMessage.Of("writev", Bytes($"3, {Parts}, 2"), 5).Bytes);
        var message = StraceMessage.Of("recvmsg", Bytes(
            "3, {msg_name={sa_family=AF_UNIX, sun_path=\"\\x61\"}, msg_namelen=16, " +
            $"msg_iov={Parts}, msg_iovlen=2, msg_flags=0}}, 0"), 5);
        Assert.Equal(all, message.Bytes);
        Assert.Equal("a", message.Peer);
    }

    [Fact]
    public void Several_messages_of_one_call_are_told_apart()
    {
        const string One = "{msg_hdr={msg_name=NULL, msg_namelen=0, " +
            "msg_iov=[{iov_base=\"\\x61\\x62\\x63\", iov_len=3}], msg_iovlen=1}, msg_len=";
        var message = StraceMessage.Of(
            "sendmmsg", Bytes($"3, [{One}3}}, {One}2}}, {One}3}}], 3, 0"), 2);
        Assert.Equal("abcab"u8, message.Bytes);
        Assert.Equal([3, 2], message.Messages);
    }

    [Fact]
    public void Only_what_was_sent_is_told()
    {
        Assert.Equal("ab"u8, StraceMessage.Of("sendto", Bytes(
            "3, \"\\x61\\x62\\x63\", 3, 0, NULL, 0"), 2).Bytes);
        Assert.Empty(StraceMessage.Of("sendto", Bytes("3, \"\\x61\", 1, 0, NULL, 0"), -1).Bytes);
    }

    [Fact]
    public void A_string_that_was_cut_keeps_its_beginning() =>
        Assert.Equal("ab"u8, StraceMessage.Of("read", Bytes("3, \"\\x61\\x62\"..., 9"), 9).Bytes);

    [Fact]
    public void Escapes_of_C_are_read_too() => Assert.Equal(
        "a\n\"\\\0\u0001" + "2", Encoding.ASCII.GetString(
            StraceSyntax.String(Bytes("""  "a\n\"\\\0\0012" """))));

    [Fact]
    public void Arguments_are_shown_without_bytes_and_with_names()
    {
        Assert.Equal("3, ..., 2, MSG_NOSIGNAL, NULL, 0", ArgumentText.Of(Bytes(
            "3<TCP:[127.0.0.1:1->127.0.0.1:2]>, \"\\x61\\x62\", 2, MSG_NOSIGNAL, NULL, 0"), true));
        Assert.Equal("""3, {sa_family=AF_UNIX, sun_path="a"}, 110""", ArgumentText.Of(Bytes(
            "3<UNIX-STREAM:[1->2,\"\\x3e\"]>, {sa_family=AF_UNIX, sun_path=\"\\x61\"}, 110"), true));
        Assert.Equal("3, ...", ArgumentText.Waiting(Bytes("3<TCP:[0.0.0.0:1]>, ")));
    }
}
