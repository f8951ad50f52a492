using Doorway.Cli.Reports;

namespace Doorway.Tests.Command;

/// <summary>A reason under the table of calls is true of the columns above it.</summary>
public sealed class CallReasonTests
{
    [Theory]
    [InlineData(SocketCall.Listen, Side.Server)]
    [InlineData(SocketCall.Connect, Side.Client)]
    [InlineData(SocketCall.Accept, Side.Server)]
    [InlineData(SocketCall.Shutdown, Side.Client)]
    public void TCP_only_is_said_of_TCP_only(SocketCall call, Side side)
    {
        Assert.StartsWith("TCP only: ", CallReasons.Of(call, [Made(Transport.Tcp, side, call)]));
        Assert.Null(CallReasons.Of(call, [Made(Transport.Unix, side, call)]));
        Assert.Null(CallReasons.Of(
            call, [Made(Transport.Tcp, side, call), Made(Transport.Unix, side, call)]));
    }

    [Fact]
    public void The_UDP_servers_socket_stays_only_where_there_is_one_that_was_not_closed()
    {
        const string Stays = "socket stays";
        Entry tcp = Made(Transport.Tcp, Side.Client, SocketCall.Close);
        Entry socket = Made(Transport.Udp, Side.Server, SocketCall.Socket);
        Entry client = Made(Transport.Udp, Side.Client, SocketCall.Close);
        Entry closed = Made(Transport.Udp, Side.Server, SocketCall.Close);
        Assert.Contains(Stays, Close(tcp, socket, client));
        Assert.DoesNotContain(Stays, Close(tcp, socket, closed));
        Assert.DoesNotContain(Stays, Close(tcp, client));
        Assert.DoesNotContain(Stays, Close(tcp));
        Assert.Null(Close(socket, client));

        static string? Close(params Entry[] entries) => CallReasons.Of(SocketCall.Close, entries);
    }

    [Fact]
    public void A_client_that_binds_takes_the_reason_for_bind_away()
    {
        Entry server = Made(Transport.Udp, Side.Server, SocketCall.Bind);
        Entry client = Made(Transport.Udp, Side.Client, SocketCall.Bind);
        Assert.StartsWith("The server binds", CallReasons.Of(SocketCall.Bind, [server]));
        Assert.Null(CallReasons.Of(SocketCall.Bind, [server, client]));
        Assert.Null(CallReasons.Of(
            SocketCall.Bind, [Made(Transport.Unix, Side.Server, SocketCall.Bind)]));
    }

    static Entry Made(Transport transport, Side side, SocketCall call) =>
        new() { Transport = transport, Side = side, Call = call };
}
