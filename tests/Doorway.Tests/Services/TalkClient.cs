using System.Net;
using System.Net.Sockets;
using System.Text;
using Doorway.Tests.Command;

namespace Doorway.Tests.Services;

/// <summary>A plain socket whose every wait has a deadline.</summary>
sealed class TalkClient : IDisposable
{
    readonly byte[] _buffer = new byte[64 * 1024];

    TalkClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public static TalkClient Connect(EndPoint server, int? receiveBuffer)
    {
        bool unix = server.AddressFamily == AddressFamily.Unix;
        var socket = new Socket(
            server.AddressFamily, SocketType.Stream,
            unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        socket.Connect(server);
        return new TalkClient(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var timer = new CancellationTokenSource(Deadline.Default);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await Socket.SendAsync(bytes, SocketFlags.None, timer.Token)..];
        }
    }

    public void FinishSending() => Socket.Shutdown(SocketShutdown.Send);

    /// <summary>What one receive brings, as text; "" at the end.</summary>
    public async Task<string> ReceiveAsync() =>
        Encoding.UTF8.GetString((await ReceiveBytesAsync()).Span);

    /// <summary>What one receive brings, valid until the next; empty at the end.</summary>
    public async Task<ReadOnlyMemory<byte>> ReceiveBytesAsync()
    {
        using var timer = new CancellationTokenSource(Deadline.Default);
        return _buffer.AsMemory(
            0, await Socket.ReceiveAsync(_buffer.AsMemory(), SocketFlags.None, timer.Token));
    }

    /// <summary>Receives until the text ends as expected or the peer has finished.</summary>
    public async Task<string> ReceiveUntilAsync(string end)
    {
        var text = new StringBuilder();
        string piece;
        do
        {
            text.Append(piece = await ReceiveAsync());
        }
        while (piece.Length > 0 && !text.ToString().EndsWith(end, StringComparison.Ordinal));

        return text.ToString();
    }

    /// <summary>Everything to the peer's end.</summary>
    public async Task<byte[]> ReceiveToEndAsync()
    {
        using var all = new MemoryStream();
        ReadOnlyMemory<byte> piece;
        while (!(piece = await ReceiveBytesAsync()).IsEmpty)
        {
            all.Write(piece.Span);
        }

        return all.ToArray();
    }

    /// <summary>Everything to the peer's end, as text.</summary>
    public async Task<string> ReceiveTextToEndAsync() =>
        Encoding.UTF8.GetString(await ReceiveToEndAsync());

    /// <summary>How the connection ended: Success for a proper end, else the error.</summary>
    public async Task<SocketError> WaitForEndAsync()
    {
        try
        {
            await ReceiveToEndAsync();
            return SocketError.Success;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }

    /// <summary>Whether something arrives within a time.</summary>
    public bool IsReadableWithin(TimeSpan time) => Socket.Poll(time, SelectMode.SelectRead);

    /// <summary>Closes with a RST (on TCP).</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();
}
