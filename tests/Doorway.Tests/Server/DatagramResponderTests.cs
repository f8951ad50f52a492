using System.Net;
using System.Net.Sockets;
using System.Text;
using Doorway.Services;

namespace Doorway.Tests;

/// <summary>Which datagrams are answered, told without sockets.</summary>
public sealed class DatagramResponderTests
{
    readonly List<ServerEvent> _told = [];
    readonly byte[] _reply = new byte[65_536];

    DatagramResponder Responder(Limits? limits = null, Transport transport = Transport.Udp) =>
        new(ToUpper.Instance, limits ?? new Limits(), transport, _told.Add);

    bool Ask(DatagramResponder responder, string peer, string text = "hello") =>
        responder.Answer(
            Encoding.UTF8.GetBytes(text), SocketName.From(IPEndPoint.Parse(peer)), _reply, out _);

    static Counters Count(DatagramResponder responder) => responder.AddTo(new Counters());

    [Theory]
    [InlineData("127.0.0.1:0", "from port 0: nobody can be answered there")]
    [InlineData("127.0.0.1:1", "from a well-known port: a service, not a client")]
    [InlineData("198.51.100.1:53", "from a well-known port: a service, not a client")]
    [InlineData("[::1]:1023", "from a well-known port: a service, not a client")]
    [InlineData("127.0.0.1:12000", "from one of our own ports")]
    [InlineData("127.9.9.9:12001", "from one of our own ports")]
    [InlineData("[::1]:12000", "from one of our own ports")]
    public void Datagrams_from_servers_are_dropped_and_counted(string peer, string reason)
    {
        DatagramResponder responder = Responder();
        responder.OwnPorts = new HashSet<int> { 12_000, 12_001 };
        Assert.False(Ask(responder, peer));
        Assert.Equal(1, Count(responder).DroppedSourcePort);
        Assert.Equal(1, Count(responder).DatagramsReceived);
        ServerEvent told = Assert.Single(_told);
        Assert.Equal((ServerEventKind.Dropped, reason), (told.Kind, told.Text));
        Assert.Equal(SocketName.From(IPEndPoint.Parse(peer)), told.Peer);
    }

    [Theory]
    [InlineData("127.0.0.1:1024")]
    [InlineData("198.51.100.1:12000")]
    [InlineData("127.0.0.1:12002")]
    [InlineData("[::1]:65535")]
    public void Datagrams_from_clients_are_answered(string peer)
    {
        DatagramResponder responder = Responder();
        responder.OwnPorts = new HashSet<int> { 12_000, 12_001 };
        Assert.True(Ask(responder, peer));
        Assert.Equal("HELLO", Encoding.UTF8.GetString(_reply, 0, 5));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_source_off_this_host_has_two_hundred_answers_a_second_whatever_its_port()
    {
        DatagramResponder responder = Responder();
        int Answered(string address) =>
            Enumerable.Range(0, 1_000).Count(i => Ask(responder, $"{address}:{5_000 + i}"));
        Assert.InRange(Answered("198.51.100.1"), 200, 230);
        Assert.InRange(Answered("198.51.100.2"), 200, 230);
        Assert.InRange(Answered("[2001:db8::1]"), 200, 230);
        Assert.Equal(1_000, Answered("127.0.0.1"));
        await Task.Delay(500);
        Assert.InRange(Answered("198.51.100.1"), 95, 180);
        Counters counters = Count(responder);
        Assert.Equal(5_000, counters.DatagramsReceived);
        Assert.Equal(counters.DroppedOverRate, counters.DatagramsDropped);
        Assert.Contains("over 200 datagrams a second", _told[0].Text);
    }

    [Fact]
    public void The_hosts_own_addresses_are_not_limited()
    {
        IPAddress? own = System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(nic => nic.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork
                && !IPAddress.IsLoopback(address));
        Assert.SkipWhen(own is null, "This machine has no address but loopback.");
        DatagramResponder responder = Responder();
        Assert.All(Enumerable.Range(0, 500), _ => Assert.True(Ask(responder, $"{own}:5000")));
    }

    [Fact]
    public void A_sender_without_an_address_is_dropped_and_counted()
    {
        DatagramResponder responder = Responder(transport: Transport.UnixDatagram);
        var nameless = SocketName.From(new SocketAddress(AddressFamily.Unix, 2));
        Assert.False(responder.Answer("x"u8, nameless, _reply, out _));
        Assert.Equal(1, Count(responder).DroppedNoAddress);
    }

    [Fact]
    public void An_answer_that_fails_is_counted_under_its_reason()
    {
        DatagramResponder responder = Responder();
        var peer = SocketName.From(IPEndPoint.Parse("127.0.0.1:5000"));
        Ask(responder, "127.0.0.1:5000");
        responder.Sent(peer, 5, SocketError.Success);
        Ask(responder, "127.0.0.1:5000");
        responder.Sent(peer, 65_536, SocketError.MessageSize);
        Ask(responder, "127.0.0.1:5000");
        responder.Sent(peer, 5, SocketError.NoBufferSpaceAvailable);
        responder.Truncated(peer);
        Assert.False(Ask(responder, "127.0.0.1:5000", new string('\u0390', 11_000)));
        Counters counters = Count(responder);
        Assert.Equal(5, counters.DatagramsReceived);
        Assert.Equal(1, counters.DatagramsAnswered);
        Assert.Equal(2, counters.DroppedAnswerTooLarge);
        Assert.Equal(1, counters.DroppedNotSent);
        Assert.Equal(1, counters.DroppedTruncated);
        Assert.Equal(
            counters.DatagramsReceived, counters.DatagramsAnswered + counters.DatagramsDropped);
    }
}
