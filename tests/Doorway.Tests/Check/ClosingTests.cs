using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Doorway.Check;
using Microsoft.Win32.SafeHandles;

namespace Doorway.Tests.Check;

/// <summary>
/// Sockets of which a child has a copy still, as between fork(2) and execve(2), close all the same.
/// </summary>
public sealed partial class ClosingTests : IDisposable
{
    readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    readonly Socket _client = new(SocketType.Stream, ProtocolType.Tcp);
    readonly Socket _server;
    SafeFileHandle? _copy;

    public ClosingTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        _listener.Listen();
        _client.Connect(_listener.LocalEndPoint!);
        _server = _listener.Accept();
        _server.ReceiveTimeout = 5_000;
    }

    public void Dispose()
    {
        _copy?.Dispose();
        _server.Dispose();
        _client.Dispose();
        _listener.Dispose();
    }

    void Copy(Socket socket) => _copy = new SafeFileHandle(Duplicate(socket.SafeHandle), true);

    SocketError Read()
    {
        _server.Receive(new byte[1], SocketFlags.None, out SocketError error);
        return error;
    }

    [Fact]
    public void A_reset_comes_at_once()
    {
        Copy(_client);
        Closing.Reset(_client);
        Assert.Equal(SocketError.ConnectionReset, Read());
    }

    [Fact]
    public void The_end_comes_at_once()
    {
        Copy(_client);
        Closing.End(_client);
        Assert.Equal(0, _server.Receive(new byte[1]));
        _server.Send("late"u8);
        Assert.True(_server.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead));
        Assert.Throws<SocketException>(() => _server.Send("later"u8));
    }

    [Fact]
    public void What_was_not_read_makes_the_end_a_reset()
    {
        Copy(_client);
        _server.Send("unread"u8);
        Assert.True(_client.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead));
        Closing.End(_client);
        Assert.Equal(SocketError.ConnectionReset, Read());
    }

    [Fact]
    public void A_port_that_was_left_has_nobody()
    {
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var other = new Socket(
            AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Connect(udp.LocalEndPoint!);
        Copy(udp);
        Closing.Leave(udp);
        other.Send("anybody?"u8);
        other.ReceiveTimeout = 5_000;
        Assert.Equal(
            SocketError.ConnectionRefused,
            Assert.Throws<SocketException>(() => other.Receive(new byte[1])).SocketErrorCode);
    }

    [Fact]
    public void Nobody_can_connect_to_a_listening_socket_that_was_left()
    {
        EndPoint end = _listener.LocalEndPoint!;
        Copy(_listener);
        Closing.Leave(_listener);
        Closing.Leave(_listener);
        using var late = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal(
            SocketError.ConnectionRefused,
            Assert.Throws<SocketException>(() => late.Connect(end)).SocketErrorCode);
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(SafeHandle descriptor);
}
