using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Acceptance;

/// <summary>A plain UDP socket as client of a server on 127.0.0.1.</summary>
sealed class DatagramPeer : IDisposable
{
    readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    readonly IPEndPoint _server;
    readonly byte[] _buffer = new byte[64 * 1024];

    public DatagramPeer(int serverPort)
    {
        _server = new IPEndPoint(IPAddress.Loopback, serverPort);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public async Task SendAsync(byte[] datagram) => await _socket.SendToAsync(datagram, _server);

    /// <summary>The next datagram, from whoever it comes; null when none comes in time.</summary>
    public async Task<byte[]?> ReceiveAsync(TimeSpan deadline)
    {
        using var timer = new CancellationTokenSource(deadline);
        try
        {
            SocketReceiveFromResult result = await _socket.ReceiveFromAsync(
                _buffer, SocketFlags.None, _server, timer.Token);
            return _buffer[..result.ReceivedBytes];
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>One datagram there, one back.</summary>
    public async Task<byte[]> AskAsync(byte[] datagram)
    {
        await SendAsync(datagram);
        return await ReceiveAsync(Command.Deadline.Default)
            ?? throw new TimeoutException($"no answer to {datagram.Length} bytes");
    }

    public void Dispose() => _socket.Dispose();
}
