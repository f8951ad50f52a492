using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>
/// Carries one session: waits for bytes with an empty receive, so that an idle connection holds no
/// buffer, then receives what is there into the thread's one buffer.
/// </summary>
sealed class PortableStream(
    RecordedSocket socket, Session session, CancellationToken drain) : IStreamSocket
{
    // While nothing is received a reset shows only if one looks for it.
    static readonly TimeSpan LookForReset = TimeSpan.FromSeconds(1);

    // A peer that sends without a pause leaves the thread to the others after so many bytes.
    const long Turn = 256 * 1024;

    [ThreadStatic]
    static byte[]? _threadBuffer;

    TaskCompletionSource? _interest;
    volatile bool _closed;

    public SocketName Local => socket.Local;

    public SocketName Peer => socket.Peer;

    /// <summary>Opens the session and receives until the connection is closed.</summary>
    public void Start()
    {
        session.Open(this);
        _ = Task.Run(ReceiveUntilClosedAsync);
    }

    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        int sent = 0;
        error = SocketError.Success;
        try
        {
            while (sent < bytes.Length)
            {
                int count = socket.Send(bytes[sent..], out error);
                if (error != SocketError.Success)
                {
                    break;
                }

                sent += count;
            }
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
        }

        error = error == SocketError.WouldBlock ? SocketError.Success : error;
        return sent;
    }

    public void SendUnsent() => _ = Task.Run(SendUnsentAsync);

    public void FinishSending() => socket.ShutdownSend();

    public void InterestChanged()
    {
        // What has changed is seen by whoever waits from now on, or its waiting is seen here: both
        // store before they load, which takes a full fence on each side.
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _interest)?.TrySetResult();
    }

    public int Use(Func<int, int> call)
    {
        const int BadDescriptor = -9;
        SafeSocketHandle handle = socket.Socket.SafeHandle;
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            return call((int)handle.DangerousGetHandle());
        }
        catch (ObjectDisposedException)
        {
            return BadDescriptor;
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    public void Close(bool reset)
    {
        _closed = true;
        socket.Close(reset);
        InterestChanged();
    }

    async Task SendUnsentAsync()
    {
        try
        {
            bool more = true;
            while (more)
            {
                long started = socket.Now;
                ReadOnlyMemory<byte> front = session.Unsent;
                int count = await socket.Socket.SendAsync(front, SocketFlags.None)
                    .ConfigureAwait(false);
                socket.RecordSent(front.Span, count, started);
                more = session.Sent(count);
            }
        }
        catch (SocketException failure)
        {
            session.Failed(failure.SocketErrorCode);
        }
        catch (ObjectDisposedException)
        {
            // Closed while it waited: the session knows.
        }
    }

    async Task ReceiveUntilClosedAsync()
    {
        try
        {
            // While the server drains: how much of what had arrived then is still to be received.
            long? left = null;
            while (!_closed)
            {
                if (!session.WantsToReceive)
                {
                    await InterestAsync().ConfigureAwait(false);
                    continue;
                }

                long started = socket.Now;
                if (left is not > 0
                    && await ReadableAsync(left is null ? drain : CancellationToken.None)
                        .ConfigureAwait(false))
                {
                    if (ReceiveWhatIsThere(started, Turn) == Turn)
                    {
                        await Task.Yield();
                    }

                    continue;
                }

                left ??= socket.Socket.Available;
                long received = ReceiveWhatIsThere(started, left.Value);
                left = received == 0 && session.WantsToReceive ? 0 : left - received;
                if (left == 0)
                {
                    session.Drain();
                }
            }
        }
        catch (SocketException failure)
        {
            session.Failed(failure.SocketErrorCode);
        }
        catch (ObjectDisposedException)
        {
            // Closed from our side while it waited.
        }
        finally
        {
            session.StopLingering();
            session.Closed();
        }
    }

    // False when the server drains.
    async ValueTask<bool> ReadableAsync(CancellationToken cancellation)
    {
        try
        {
            await socket.Socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancellation)
                .ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    async Task InterestAsync()
    {
        var interest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _interest, interest);
        while (!session.WantsToReceive && !_closed && !interest.Task.IsCompleted)
        {
            using var look = new CancellationTokenSource();
            var pause = Task.Delay(LookForReset, look.Token);
            if (await Task.WhenAny(interest.Task, pause).ConfigureAwait(false) == pause)
            {
                FailIfReset();
            }

            await look.CancelAsync().ConfigureAwait(false);
        }
    }

    void FailIfReset()
    {
        // Urgent data is reported like an error, and is none.
        if (socket.Socket.Poll(TimeSpan.Zero, SelectMode.SelectError)
            && socket.Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)
                is int error and not 0)
        {
            session.Failed((SocketError)error);
        }
    }

    // Returns how many bytes it was.
    long ReceiveWhatIsThere(long started, long atMost)
    {
        long total = 0;
        byte[] buffer = _threadBuffer ??= GC.AllocateUninitializedArray<byte>(64 * 1024);
        while (!_closed && session.WantsToReceive && total < atMost)
        {
            int room = (int)Math.Min(buffer.Length, atMost - total);
            int count = socket.Receive(buffer.AsSpan(0, room), started, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                break;
            }

            if (error != SocketError.Success)
            {
                session.Failed(error);
                break;
            }

            if (count == 0)
            {
                session.PeerFinished();
                break;
            }

            total += count;
            started = socket.Now;
            session.Received(buffer.AsSpan(0, count));
        }

        return total;
    }
}
