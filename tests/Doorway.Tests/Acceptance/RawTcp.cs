using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Acceptance;

/// <summary>Plain TCP sockets as clients: nothing of ours is on this side of the wire.</summary>
static class RawTcp
{
    /// <summary>Connects to a port on 127.0.0.1.</summary>
    public static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var timer = new CancellationTokenSource(Command.Deadline.Default);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, timer.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends, and returns as many bytes of the answer.</summary>
    public static async Task<byte[]> AskAsync(this Socket socket, byte[] question)
    {
        using var timer = new CancellationTokenSource(Command.Deadline.Default);
        await socket.SendAsync(question, timer.Token);
        byte[] answer = new byte[question.Length];
        int count = 0;
        while (count < answer.Length)
        {
            int more = await socket.ReceiveAsync(answer.AsMemory(count), timer.Token);
            if (more == 0)
                throw new EndOfStreamException($"{count} of {answer.Length} bytes came");
            count += more;
        }
        return answer;
    }

    /// <summary>Sends, finishes, and reads to the end, both at once.</summary>
    public static async Task<byte[]> ExchangeAsync(this Socket socket, byte[] question)
    {
        using var timer = new CancellationTokenSource(Command.Deadline.Long);
        Task sending = Task.Run(async () =>
        {
            for (int sent = 0; sent < question.Length;)
                sent += await socket.SendAsync(question.AsMemory(sent), timer.Token);
            socket.Shutdown(SocketShutdown.Send);
        });
        using var answer = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer, timer.Token) is > 0 and int count)
            answer.Write(buffer, 0, count);
        await sending;
        return answer.ToArray();
    }

    /// <summary>Closes with a RST (SO_LINGER of 0 s, tcp(7)).</summary>
    public static void Reset(this Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    /// <summary>Whether the other side has reset or closed it, within a time.</summary>
    public static async Task<bool> IsEndedAsync(this Socket socket, TimeSpan deadline)
    {
        using var timer = new CancellationTokenSource(deadline);
        try
        {
            return await socket.ReceiveAsync(new byte[1], timer.Token) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
