using System.Net;
using System.Net.Sockets;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>Opens one connection: connect(2), and the wait for its end.</summary>
sealed class LinuxDialler : EventSource
{
    // A Unix listener whose backlog is full says EAGAIN (connect(2)): there is nothing to wait for.
    static readonly TimeSpan RetryConnect = TimeSpan.FromMilliseconds(10);

    readonly int _descriptor;
    readonly EventLoop _loop;
    readonly TaskCompletionSource<SocketError> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _ended;

    LinuxDialler(int descriptor, EventLoop loop)
    {
        _descriptor = descriptor;
        _loop = loop;
    }

    /// <inheritdoc cref="Engine.DialAsync"/>
    public static async ValueTask<SocketError> DialAsync(
        Transport transport, EndPoint remote, DialOptions options, Session session,
        LoopGroup loops, CancellationToken cancellation)
    {
        EventLoop loop = (options.Beside as LinuxStream)?.Loop ?? loops.Least(null);
        int descriptor = StreamCalls.Create(remote.AddressFamily);
        if (descriptor < 0)
        {
            return Errno.ToSocketError(-descriptor);
        }

        SocketName peer = SocketName.From(remote);
        StreamRecorder? recorder = options.Journal is { } journal
            ? new StreamRecorder(
                journal, transport, Side.Client, journal.NumberSocket(), default, peer)
            : null;
        recorder?.Created(remote.AddressFamily);
        SocketError error = SocketError.OperationAborted;
        try
        {
            SocketError prepared =
                Prepare(descriptor, remote.AddressFamily, options.Local, recorder);
            if (prepared != SocketError.Success)
            {
                error = prepared;
            }
            else
            {
                // Only the result is an error of its own: a cancelled wait leaves it as it was.
                error = await ConnectAsync(descriptor, remote, loop, recorder, cancellation)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            if (error != SocketError.Success)
            {
                recorder?.Closing();
                _ = StreamCalls.Close(descriptor);
            }
        }

        if (error != SocketError.Success)
        {
            return error;
        }

        if (transport == Transport.Tcp)
        {
            _ = StreamCalls.SendAtOnce(descriptor);
            recorder?.OptionSet("TCP_NODELAY");
        }

        var local = new LocalName(StreamCalls.LocalName(descriptor), null, loops);
        new LinuxStream(descriptor, loop, session, local, peer, recorder).Start();
        return SocketError.Success;
    }

    static SocketError Prepare(
        int descriptor, AddressFamily family, EndPoint? local, StreamRecorder? recorder)
    {
        if (family == AddressFamily.InterNetworkV6)
        {
            _ = StreamCalls.OnlyIPv6(descriptor);
            recorder?.OptionSet("IPV6_V6ONLY");
        }

        if (local is null)
        {
            return SocketError.Success;
        }

        SocketAddress address = local.Serialize();
        int result = StreamCalls.Bind(descriptor, address.Buffer.Span[..address.Size]);
        if (recorder is not null)
        {
            recorder.Local = SocketName.From(local);
            recorder.Bound(Errno.ToSocketError(Math.Max(-result, 0)));
        }

        return Errno.ToSocketError(Math.Max(-result, 0));
    }

    static async ValueTask<SocketError> ConnectAsync(
        int descriptor, EndPoint remote, EventLoop loop, StreamRecorder? recorder,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        SocketAddress address = remote.Serialize();
        recorder?.Waits();
        int result = StreamCalls.Connect(descriptor, address.Buffer.Span[..address.Size]);
        while (result == -Errno.EAgain)
        {
            await Task.Delay(RetryConnect, cancellation).ConfigureAwait(false);
            result = StreamCalls.Connect(descriptor, address.Buffer.Span[..address.Size]);
        }

        SocketError error = result == -Errno.EInProgress
            ? await new LinuxDialler(descriptor, loop).WaitAsync(cancellation).ConfigureAwait(false)
            : Errno.ToSocketError(Math.Max(-result, 0));
        if (recorder is not null)
        {
            recorder.Local = StreamCalls.LocalName(descriptor);
            recorder.Connected(error);
        }

        return error;
    }

    async ValueTask<SocketError> WaitAsync(CancellationToken cancellation)
    {
        ulong token = _loop.Enter(this);
        try
        {
            int result = _loop.Watch(_descriptor, Epoll.Out, token);
            return result < 0
                ? Errno.ToSocketError(-result)
                : await _done.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            lock (_done)
            {
                // Under the lock: the descriptor may be somebody else's at once.
                _ended = true;
                _loop.Ignore(_descriptor);
                _loop.Leave(token);
            }
        }
    }

    public override void Ready(EventLoop loop, uint events)
    {
        lock (_done)
        {
            if (!_ended)
            {
                _loop.Ignore(_descriptor);
                _done.TrySetResult(Errno.ToSocketError(StreamCalls.PendingError(_descriptor)));
            }
        }
    }

    public override void Fault(Exception failure) => _done.TrySetResult(SocketError.Fault);
}
