using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>A stream client on a plain socket, none of ours; every wait ends after 30
/// seconds.</summary>
sealed class Wire : IDisposable
{
    readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));

    public Wire(Socket socket)
    {
        Socket = socket;
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            socket.NoDelay = true;
        }
    }

    public Socket Socket { get; }

    public static async Task<Wire> DialAsync(EndPoint to, int receiveBuffer = 0)
    {
        bool isUnix = to.AddressFamily == AddressFamily.Unix;
        var socket = new Socket(
            to.AddressFamily, SocketType.Stream,
            isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        if (receiveBuffer > 0)
        {
            socket.ReceiveBufferSize = receiveBuffer;
        }

        var wire = new Wire(socket);
        try
        {
            await socket.ConnectAsync(to, wire._deadline.Token);
            return wire;
        }
        catch
        {
            wire.Dispose();
            throw;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await Socket.SendAsync(bytes, SocketFlags.None, _deadline.Token)..];
        }
    }

    public Task SendAsync(string text) => SendAsync(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Exactly as many bytes, or fewer when the peer ends before.</summary>
    public async Task<byte[]> ReceiveAsync(int count)
    {
        byte[] buffer = new byte[count];
        int have = 0;
        while (have < count)
        {
            int got =
                await Socket.ReceiveAsync(buffer.AsMemory(have), SocketFlags.None, _deadline.Token);
            if (got == 0)
            {
                return buffer[..have];
            }

            have += got;
        }

        return buffer;
    }

    public async Task<string> ReceiveTextAsync(int count) =>
        System.Text.Encoding.UTF8.GetString(await ReceiveAsync(count));

    public async Task<byte[]> ReadToEndAsync()
    {
        var all = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            int got = await Socket.ReceiveAsync(buffer, SocketFlags.None, _deadline.Token);
            if (got == 0)
            {
                return all.ToArray();
            }

            all.Write(buffer, 0, got);
        }
    }

    public async Task<string> ReadTextToEndAsync() =>
        System.Text.Encoding.UTF8.GetString(await ReadToEndAsync());

    /// <summary>Sends a sentence and reads its answer, which must be as long.</summary>
    public async Task<string> AskAsync(string text)
    {
        await SendAsync(text);
        return await ReceiveTextAsync(text.Length);
    }

    /// <summary>Reads until the connection is gone, and tells how: Success is a proper
    /// end.</summary>
    public async Task<SocketError> EndAsync()
    {
        try
        {
            await ReadToEndAsync();
            return SocketError.Success;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }

    /// <summary>Reads some bytes, then closes, whatever happened meanwhile.</summary>
    public async Task EndAsyncAfter(int count)
    {
        try
        {
            await ReceiveAsync(count);
        }
        catch (SocketException)
        {
            // Gone already.
        }
    }

    /// <summary>Sends the letter a until the peer has taken none for a while.</summary>
    /// <returns>How many bytes it took.</returns>
    /// <exception cref="SocketException">The connection failed.</exception>
    public async Task<long> SendUntilStuckAsync(TimeSpan quiet)
    {
        byte[] block = new byte[64 * 1024];
        block.AsSpan().Fill((byte)'a');
        long sent = 0;
        long movedAt = Environment.TickCount64;
        Socket.Blocking = false;
        while (Environment.TickCount64 - movedAt < quiet.TotalMilliseconds)
        {
            int count =
                Socket.Send(block, 0, block.Length, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
            {
                sent += count;
                movedAt = Environment.TickCount64;
            }
            else if (error == SocketError.WouldBlock)
            {
                await Task.Delay(10);
            }
            else
            {
                throw new SocketException((int)error);
            }
        }

        return sent;
    }

    public void FinishSending() => Socket.Shutdown(SocketShutdown.Send);

    public void Reset()
    {
        if (Socket.ProtocolType == ProtocolType.Tcp)
        {
            Socket.LingerState = new LingerOption(true, 0);
        }

        Dispose();
    }

    public void Dispose()
    {
        Socket.Dispose();
        _deadline.Dispose();
    }
}
