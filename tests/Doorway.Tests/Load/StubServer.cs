using System.Net;
using System.Net.Sockets;

namespace Doorway.Tests.Load;

/// <summary>
/// A stream server that does what a test says, on plain sockets; none of our engines is in it.
/// </summary>
sealed class StubServer : IAsyncDisposable
{
    readonly Socket _listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly CancellationTokenSource _end = new(TimeSpan.FromSeconds(60));
    readonly Func<Socket, CancellationToken, Task> _serve;
    readonly Task _accepting;
    int _accepted;

    public StubServer(Func<Socket, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listening.Listen(512);
        Address = Address.Parse($"tcp://{_listening.LocalEndPoint}");
        _accepting = AcceptAsync();
    }

    public Address Address { get; }

    /// <summary>How many connections it has accepted.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Answers each piece that arrives with what a function makes of it.</summary>
    /// <param name="answer">Given the piece and how many bytes came before it.</param>
    public static StubServer Answering(Func<byte[], long, byte[]> answer) => new(
        async (socket, end) =>
        {
            byte[] buffer = new byte[64 * 1024];
            long before = 0;
            int count;
            while ((count = await socket.ReceiveAsync(buffer, end)) > 0)
            {
                await SendAsync(socket, answer(buffer[..count], before), end);
                before += count;
            }
        });

    public static async Task SendAsync(
        Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken end)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, end)..];
        }
    }

    /// <summary>ASCII upper case.</summary>
    public static byte[] Upper(byte[] bytes) =>
        [.. bytes.Select(one => one is >= (byte)'a' and <= (byte)'z' ? (byte)(one - 32) : one)];

    async Task AcceptAsync()
    {
        var all = new List<Task>();
        try
        {
            while (true)
            {
                Socket socket = await _listening.AcceptAsync(_end.Token);
                Interlocked.Increment(ref _accepted);
                socket.NoDelay = true;
                all.Add(Task.Run(() => ServeAsync(socket)));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(all);
        }
    }

    async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await _serve(socket, _end.Token);
            }
            catch (Exception failure)
                when (failure is OperationCanceledException or SocketException)
            {
                // The client has gone, or the test is over.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listening.Dispose();
        await _accepting;
        _end.Dispose();
    }
}
