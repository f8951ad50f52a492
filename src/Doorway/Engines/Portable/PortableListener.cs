using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>A listening socket and its accept loop.</summary>
sealed class PortableListener : StreamListener
{
    // At the open-file limit accept(2) fails at once, again and again: trying every 100 ms costs
    // nothing.
    static readonly TimeSpan RetryAccept = TimeSpan.FromMilliseconds(100);

    readonly RecordedSocket _socket;
    readonly UnixPath? _path;
    readonly int _backlog;
    readonly IStreamAcceptor _acceptor;
    readonly CancellationTokenSource _drain = new();
    readonly Task _accepting;
    readonly Lock _gate = new();
    CancellationTokenSource _pause = new();
    TaskCompletionSource? _resumed;
    volatile bool _stopping;

    PortableListener(
        RecordedSocket socket, UnixPath? path, int backlog, IStreamAcceptor acceptor)
    {
        _socket = socket;
        _path = path;
        _backlog = backlog;
        _acceptor = acceptor;
        _accepting = Task.Run(AcceptUntilStoppedAsync);
    }

    public override SocketName Local => _socket.Local;

    public static PortableListener Listen(
        Transport transport, EndPoint local, ListenOptions options, IStreamAcceptor acceptor)
    {
        return ServerSocket.Open(
            transport, local, options.Journal, options.Backlog,
            (socket, path) => new PortableListener(socket, path, options.Backlog, acceptor));
    }

    public override bool Paused
    {
        get => _resumed is not null;
        set
        {
            lock (_gate)
            {
                if (_stopping)
                {
                    // Resuming now would undo the cancellation that the accept loop ends by.
                    return;
                }

                if (value && _resumed is null)
                {
                    _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    _pause.Cancel();
                }
                else if (!value && _resumed is not null)
                {
                    _pause = new CancellationTokenSource();
                    _resumed.TrySetResult();
                    _resumed = null;
                }
            }
        }
    }

    public override int? Waiting => Backlog.Length(_socket.Socket);

    async Task AcceptUntilStoppedAsync()
    {
        while (!_stopping)
        {
            (Task? resumed, CancellationToken pause) = State();
            if (resumed is not null)
            {
                await resumed.ConfigureAwait(false);
                continue;
            }

            try
            {
                await AcceptOneAsync(pause).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Paused or stopping.
            }
            catch (SocketException failure)
            {
                if (failure.SocketErrorCode != SocketError.ConnectionAborted)
                {
                    _acceptor.AcceptFailed(failure.SocketErrorCode);
                    await Task.Delay(RetryAccept).ConfigureAwait(false);
                }
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    (Task? Resumed, CancellationToken Pause) State()
    {
        lock (_gate)
        {
            return (_resumed?.Task, _pause.Token);
        }
    }

    async Task AcceptOneAsync(CancellationToken cancellation)
    {
        RecordedSocket accepted = await _socket.AcceptAsync(_socket.Now, cancellation)
            .ConfigureAwait(false);
        Session? session = null;
        try
        {
            session = _acceptor.Accept(accepted.Local, accepted.Peer);
        }
        finally
        {
            if (session is null)
            {
                accepted.Close(reset: true);
            }
        }

        if (session is not null)
        {
            new PortableStream(accepted, session, _drain.Token).Start();
        }
    }

    public override async ValueTask DrainAsync()
    {
        await StopAcceptingAsync().ConfigureAwait(false);
        try
        {
            // A connection in the backlog was made in good faith, and its bytes have arrived. Those
            // that come while we look are too late: they might never end.
            int left = Waiting ?? _backlog;
            for (; left > 0 && _socket.Socket.Poll(0, SelectMode.SelectRead); left--)
            {
                using var deadline = new CancellationTokenSource(RetryAccept);
                await AcceptOneAsync(deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            // Reset while it waited, or the open-file limit: the others are drained all the same.
        }

        Close();
        await _drain.CancelAsync().ConfigureAwait(false);
    }

    async Task StopAcceptingAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            _pause.Cancel();
            _resumed?.TrySetResult();
        }

        await _accepting.ConfigureAwait(false);
    }

    void Close()
    {
        _path?.Unlink();
        _socket.Close();
    }

    public override async ValueTask DisposeAsync()
    {
        await StopAcceptingAsync().ConfigureAwait(false);
        Close();
        _pause.Dispose();
        _drain.Dispose();
    }
}
