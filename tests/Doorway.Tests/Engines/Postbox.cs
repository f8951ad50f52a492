using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>A datagram client on a plain socket, none of ours; every wait ends after 10
/// seconds.</summary>
sealed class Postbox : IDisposable
{
    readonly Socket _socket;
    readonly EndPoint _server;
    readonly byte[] _buffer = new byte[1 << 20];

    public Postbox(EndPoint? local, EndPoint server)
    {
        _server = server;
        bool isUnix = server.AddressFamily == AddressFamily.Unix;
        _socket = new Socket(
            server.AddressFamily, SocketType.Dgram,
            isUnix ? ProtocolType.Unspecified : ProtocolType.Udp);
        if (local is not null)
        {
            _socket.Bind(local);
        }
    }

    public EndPoint Local => _socket.LocalEndPoint!;

    public async Task SendAsync(ReadOnlyMemory<byte> datagram)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _socket.SendToAsync(datagram, SocketFlags.None, _server, deadline.Token);
    }

    public async Task<byte[]> ReceiveAsync(TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(10));
        var from = new SocketAddress(_server.AddressFamily, 128);
        int count = await _socket.ReceiveFromAsync(_buffer, SocketFlags.None, from, deadline.Token);
        return _buffer[..count];
    }

    public async Task<byte[]> AskAsync(ReadOnlyMemory<byte> datagram)
    {
        await SendAsync(datagram);
        return await ReceiveAsync();
    }

    public async Task<string> AskAsync(string text) =>
        System.Text.Encoding.UTF8.GetString(
            await AskAsync(System.Text.Encoding.UTF8.GetBytes(text)));

    public void Dispose() => _socket.Dispose();
}
