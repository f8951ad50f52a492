using System.Net;
using System.Net.Sockets;
using Doorway.Engines.Linux.Interop;
using Doorway.Engines.Portable;

namespace Doorway.Engines.Linux;

/// <summary>
/// A listening socket that every loop waits for (EPOLLEXCLUSIVE: a connection wakes one of them).
/// Whoever accepts gives the connection to the loop that has the fewest.
/// </summary>
sealed class LinuxListener : StreamListener
{
    // Then those that have connected already get their turn.
    const int AcceptsAtOnce = 32;

    // At the open-file limit accept(2) fails at once, again and again: trying every 100 ms costs
    // nothing.
    static readonly TimeSpan RetryAccept = TimeSpan.FromMilliseconds(100);

    readonly RecordedSocket _socket;
    readonly int _descriptor;
    readonly UnixPath? _path;
    readonly ListenOptions _options;
    readonly Transport _transport;
    readonly IStreamAcceptor _acceptor;
    readonly LoopGroup _loops;
    readonly ListenWatch[] _watches;
    readonly Lock _accepting = new();
    readonly Lock _interest = new();
    readonly Timer _retry;
    LocalName _local;
    long _since;
    bool _paused;
    bool _resting;
    bool _stopped;
    bool _watched;
    bool _closed;

    LinuxListener(
        RecordedSocket socket, UnixPath? path, Transport transport, ListenOptions options,
        IStreamAcceptor acceptor, LoopGroup loops)
    {
        _socket = socket;
        _descriptor = (int)socket.Socket.Handle;
        _path = path;
        _transport = transport;
        _options = options;
        _acceptor = acceptor;
        _loops = loops;
        _local = new LocalName(socket.Local, this, loops);
        _since = socket.Now;
        _retry = new Timer(_ => Rest(false));
        _watches = [.. loops.All.Select(loop => new ListenWatch(this, loop))];
        Watch();
    }

    public override SocketName Local => _socket.Local;

    public override int? Waiting => Backlog.Length(_socket.Socket);

    public static LinuxListener Listen(
        Transport transport, EndPoint local, ListenOptions options, IStreamAcceptor acceptor,
        LoopGroup loops)
    {
        // First the loops: what fails after the bind would leave a Unix socket's file.
        _ = loops.All;
        return ServerSocket.Open(
            transport, local, options.Journal, options.Backlog,
            (socket, path) =>
                new LinuxListener(socket, path, transport, options, acceptor, loops));
    }

    public override bool Paused
    {
        get => _paused;
        set
        {
            lock (_interest)
            {
                _paused = value;
                Watch();
            }
        }
    }

    void Rest(bool rests)
    {
        lock (_interest)
        {
            _resting = rests;
            Watch();
            if (rests && !_closed)
            {
                _retry.Change(RetryAccept, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>A loop failed to accept.</summary>
    public void Fault() => _acceptor.AcceptFailed(SocketError.Fault);

    // Under the lock on the interest, which is none that is held while a connection is accepted:
    // what decides on it may pause us.
    void Watch()
    {
        bool wanted = !_paused && !_resting && !_stopped;
        if (wanted == _watched)
        {
            return;
        }

        _watched = wanted;
        int failure = 0;
        foreach (ListenWatch watch in _watches)
        {
            failure = Math.Min(failure, watch.Set(_descriptor, wanted));
        }

        if (failure < 0)
        {
            // Not deaf in silence: it is told, and tried again.
            _watched = false;
            Array.ForEach(_watches, watch => watch.Set(_descriptor, false));
            _acceptor.AcceptFailed(Errno.ToSocketError(-failure));
            Rest(true);
        }
    }

    /// <summary>Some wait to be accepted, as one of the loops sees.</summary>
    public void AcceptSome(EventLoop loop)
    {
        bool more = true;
        for (int i = 0; i < AcceptsAtOnce && more; i++)
        {
            lock (_accepting)
            {
                more = !_stopped && !Volatile.Read(ref _paused) && Accept(loop);
            }
        }
    }

    // Whether it is worth to try again at once.
    bool Accept(EventLoop? loop)
    {
        int descriptor = StreamCalls.Accept(_descriptor, out SocketName peer);
        if (descriptor >= 0)
        {
            Admit(descriptor, peer, loop);
            return true;
        }

        SocketError error = Errno.ToSocketError(-descriptor);
        switch (error)
        {
            case SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable:
                _acceptor.AcceptFailed(error);
                Rest(true);
                return false;
            case SocketError.WouldBlock or SocketError.InvalidArgument
                or SocketError.OperationAborted:
                // Nobody waits, or it is being closed.
                return false;
            default:
                // accept(2): the network's errors are those of a connection that has gone.
                return true;
        }
    }

    void Admit(int descriptor, in SocketName peer, EventLoop? loop)
    {
        LocalName local = NameOf(descriptor);
        StreamRecorder? recorder = null;
        if (_options.Journal is { } journal)
        {
            recorder = new StreamRecorder(
                journal, _transport, Side.Server, journal.NumberSocket(), local.Name, peer);
            recorder.Accepted(_socket.Local, _socket.Number, _since);
            _since = Journal.Now;
        }

        if (_transport == Transport.Tcp)
        {
            // Small messages go out at once, not when the last one was acknowledged (RFC 896).
            _ = StreamCalls.SendAtOnce(descriptor);
            recorder?.OptionSet("TCP_NODELAY");
        }

        Session? session = null;
        try
        {
            session = _acceptor.Accept(local.Name, peer);
        }
        finally
        {
            if (session is null)
            {
                Refuse(descriptor, recorder);
            }
        }

        if (session is not null)
        {
            new LinuxStream(
                descriptor, _loops.Least(loop), session, local, peer, recorder).Start();
        }
    }

    // Bound to every interface the listening socket's own name says nothing; mostly all come to
    // the same one all the same.
    LocalName NameOf(int descriptor)
    {
        if (!_socket.Local.IsUnspecified)
        {
            return _local;
        }

        SocketName name = StreamCalls.LocalName(descriptor);
        if (name != _local.Name)
        {
            _local = new LocalName(name, this, _loops);
        }

        return _local;
    }

    void Refuse(int descriptor, StreamRecorder? recorder)
    {
        if (_transport == Transport.Tcp)
        {
            _ = StreamCalls.ResetOnClose(descriptor);
            recorder?.OptionSet("SO_LINGER 0 s: close with a reset");
        }

        recorder?.Closing();
        _ = StreamCalls.Close(descriptor);
    }

    public override ValueTask DrainAsync()
    {
        Stop();
        lock (_accepting)
        {
            // A connection in the backlog was made in good faith, and its bytes have arrived.
            // Those that come while we look are too late: they might never end.
            int left = Waiting ?? _options.Backlog;
            while (left > 0 && Accept(null))
            {
                left--;
            }
        }

        Close();
        foreach (EventLoop loop in _loops.All)
        {
            foreach (LinuxStream stream in loop.Sources().OfType<LinuxStream>()
                .Where(stream => stream.Owner == this))
            {
                loop.Post(stream, stream.Drain);
            }
        }

        return ValueTask.CompletedTask;
    }

    void Stop()
    {
        lock (_accepting)
        {
            _stopped = true;
        }

        lock (_interest)
        {
            Watch();
        }
    }

    void Close()
    {
        lock (_interest)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _retry.Dispose();
            foreach (ListenWatch watch in _watches)
            {
                watch.Leave();
            }
        }

        _path?.Unlink();
        _socket.Close();
    }

    public override ValueTask DisposeAsync()
    {
        Stop();
        Close();
        return ValueTask.CompletedTask;
    }
}
