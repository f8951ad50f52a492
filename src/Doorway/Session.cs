using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Doorway;

/// <summary>
/// One stream conversation without I/O: the engine tells what came in, the session decides what
/// goes out. Partial sends, back-pressure, half-close and lingering are written here, once for all
/// engines.
/// </summary>
/// <remarks>
/// The engine calls <see cref="Received"/>, <see cref="PeerFinished"/> and <see cref="Closed"/>
/// from one thread at a time; everything else may come from any thread and is guarded by a lock (an
/// object of its own would cost every idle connection 24 bytes).
/// </remarks>
abstract class Session
{
    OutgoingQueue? _unsent;
    IStreamSocket? _socket;
    bool _finishAsked;
    bool _finishSent;
    bool _over;
    bool _drained;
    bool _closeAsked;
    bool _moved;
    SmallLock _gate;
    long _lastMoved = Environment.TickCount64;

    // Of Environment.TickCount: half the size, and no wait is as long as its 49 days.
    int _waitsSince;

    /// <summary>The socket below, once <see cref="Open"/> was called.</summary>
    public IStreamSocket Socket =>
        _socket ?? throw new InvalidOperationException("The session is not open yet.");

    /// <summary>
    /// Its number among the connections of its server, from 1; after 2^32 - 1 comes 0.
    /// </summary>
    public uint Number { get; set; }

    /// <summary>Its place in the table of its server.</summary>
    public int Place { get; set; }

    /// <summary>How many unsent bytes are held before the session stops reading its peer.</summary>
    public int UnsentLimit { get; init; } = 64 * 1024;

    /// <summary>Bytes received so far.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Bytes that the kernel has taken so far.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Why the connection failed or was ended early; Success while all is well.</summary>
    public SocketError Error { get; private set; }

    /// <summary>Whether the peer has sent its last byte.</summary>
    public bool IsPeerFinished { get; private set; }

    /// <summary>Whether bytes wait for the peer to read.</summary>
    public bool IsStalled => UnsentCount > 0;

    /// <summary>Whether the conversation is over and only the peer's end is awaited.</summary>
    public bool IsLingering => _over && !IsStalled;

    /// <summary>
    /// Since when the peer has read nothing (stalled) or not closed (lingering), in milliseconds of
    /// <see cref="Environment.TickCount64"/>; to be asked once it is known to do either.
    /// </summary>
    public long WaitsSince
    {
        get
        {
            // Under the lock: a moment that is set after our look at the clock would seem to lie 49
            // days back.
            using (_gate.Enter())
            {
                return Environment.TickCount64 - (uint)(Environment.TickCount - _waitsSince);
            }
        }
    }

    /// <summary>
    /// For how many milliseconds no byte has moved, to within the time since it was last asked: to
    /// look at the clock for each message would cost more than it is worth.
    /// </summary>
    /// <param name="now"><see cref="Environment.TickCount64"/>.</param>
    public long SilentFor(long now)
    {
        if (_moved)
        {
            _moved = false;
            _lastMoved = now;
        }

        return now - _lastMoved;
    }

    /// <summary>How many bytes the kernel has not taken yet.</summary>
    public int UnsentCount => _unsent?.Count ?? 0;

    /// <summary>
    /// Whether the subclass wants to be given nothing for now; unless it says otherwise, while the
    /// peer leaves its answers unread.
    /// </summary>
    protected virtual bool IsPaused => UnsentCount >= UnsentLimit;

    /// <summary>
    /// Whether the engine should receive. What is only discarded is always received.
    /// </summary>
    public bool WantsToReceive =>
        !IsParked && !IsPeerFinished && !_closeAsked && (_over || _drained || !IsPaused);

    /// <summary>
    /// Whether it waits for its turn: accepted, but neither heard nor answered yet.
    /// </summary>
    public bool IsParked { get; private set; }

    /// <summary>What the engine should send next.</summary>
    public ReadOnlyMemory<byte> Unsent
    {
        get
        {
            using (_gate.Enter())
            {
                return _unsent?.Front ?? default;
            }
        }
    }

    /// <summary>The engine has a connected socket for this session.</summary>
    public void Open(IStreamSocket socket)
    {
        bool opened;
        bool closed;
        using (_gate.Enter())
        {
            _socket = socket;
            _lastMoved = Environment.TickCount64;
            closed = _closeAsked;
            opened = !IsParked;
        }

        if (closed)
        {
            socket.Close(reset: true);
        }
        else if (opened)
        {
            OnOpened();
        }
    }

    /// <summary>Lets it wait for its turn; to be called before it is open.</summary>
    public void Park() => IsParked = true;

    /// <summary>It is its turn.</summary>
    public void Unpark()
    {
        bool opened;
        using (_gate.Enter())
        {
            opened = IsParked && _socket is not null;
            IsParked = false;
            _lastMoved = Environment.TickCount64;
        }

        if (opened)
        {
            OnOpened();
            Socket.InterestChanged();
        }
    }

    /// <summary>Bytes have arrived; they are only valid during the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Received(ReadOnlySpan<byte> bytes)
    {
        _moved = true;
        BytesReceived += bytes.Length;
        if (!_over && !_drained)
        {
            OnReceived(bytes);
        }
    }

    /// <summary>The peer has finished sending, or the server drains and reads no more.</summary>
    public void PeerFinished()
    {
        _moved = true;
        using (_gate.Enter())
        {
            // Under the lock: whoever sees the other's half last is the one that closes.
            IsPeerFinished = true;
        }

        if (!_over && !_drained)
        {
            OnPeerFinished();
        }

        CloseWhenDone();
    }

    /// <summary>
    /// What has arrived was given; a draining server wants no more of it: what still comes is
    /// discarded.
    /// </summary>
    public void Drain()
    {
        if (!_over && !_drained)
        {
            _drained = true;
            OnPeerFinished();
        }
    }

    /// <summary>The engine has sent the first bytes of <see cref="Unsent"/>.</summary>
    /// <returns>Whether more is left.</returns>
    public bool Sent(int count)
    {
        bool more = Forget(count, out bool hasRoom);
        if (hasRoom)
        {
            // Not under the lock: what makes room here may let another session receive.
            OnRoom();
        }

        if (hasRoom && !more)
        {
            CloseWhenDone();
        }

        return more;
    }

    bool Forget(int count, out bool hasRoom)
    {
        using (_gate.Enter())
        {
            _moved = true;
            _waitsSince = Environment.TickCount;
            BytesSent += count;
            hasRoom = false;
            if (_unsent is not { Count: > 0 })
            {
                return false;
            }

            _unsent.Sent(count);
            hasRoom = _unsent.Count < UnsentLimit;
            if (hasRoom)
            {
                _unsent.TellRoom();
                Socket.InterestChanged();
            }

            if (_unsent.Count > 0)
            {
                return true;
            }

            _unsent = null;
            FinishWhenSent();
            return false;
        }
    }

    /// <summary>The connection failed: a reset, a time-out.</summary>
    public void Failed(SocketError error) => CloseNow(reset: true, error);

    /// <summary>The engine has closed the socket; nothing more will be told.</summary>
    public void Closed()
    {
        using (_gate.Enter())
        {
            _closeAsked = true;
            _unsent?.Clear();
            _unsent?.TellRoom();
        }

        OnClosed();
        Ended?.Invoke(this);
    }

    /// <summary>Told once, when the socket is closed.</summary>
    public Action<Session>? Ended { get; set; }

    /// <summary>Sends bytes, or keeps a copy of what the kernel won't take yet.</summary>
    /// <returns>Whether the connection still stands.</returns>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        SocketError error;
        using (_gate.Enter())
        {
            if (_closeAsked || _finishAsked)
            {
                return false;
            }

            int taken = 0;
            error = SocketError.Success;
            if (_unsent is null)
            {
                taken = Socket.Send(bytes, out error);
                BytesSent += taken;
                _moved = true;
            }

            if (error == SocketError.Success && taken < bytes.Length)
            {
                bool wasEmpty = _unsent is null;
                _unsent ??= new OutgoingQueue();
                _unsent.Append(bytes[taken..]);
                if (wasEmpty)
                {
                    _waitsSince = Environment.TickCount;
                    Socket.SendUnsent();
                }
            }
        }

        if (error != SocketError.Success)
        {
            Failed(error);
            return false;
        }

        return true;
    }

    /// <summary>
    /// A task that ends when there is room for more unsent bytes or the connection is gone.
    /// </summary>
    public Task RoomAsync()
    {
        using (_gate.Enter())
        {
            return _unsent is null || _unsent.Count < UnsentLimit || _closeAsked
                ? Task.CompletedTask : _unsent.RoomAsync();
        }
    }

    /// <summary>Half-close: nothing more will be sent, what is unsent still goes out.</summary>
    public void FinishSending()
    {
        using (_gate.Enter())
        {
            if (!_finishAsked && !_closeAsked)
            {
                _finishAsked = true;
                FinishWhenSent();
            }
        }

        CloseWhenDone();
    }

    /// <summary>
    /// The conversation is over: half-close, discard what still arrives, close when the peer has
    /// finished.
    /// </summary>
    public void End()
    {
        using (_gate.Enter())
        {
            if (!_over)
            {
                _waitsSince = Environment.TickCount;
                _over = true;
            }
        }

        OnOver();
        FinishSending();
        _socket?.InterestChanged();
    }

    /// <summary>Closes at once with a RST, for the reason given.</summary>
    public void Abort(SocketError reason = SocketError.OperationAborted) =>
        CloseNow(reset: true, reason);

    /// <summary>
    /// Closes at once without a RST of our own making: the peer has had its time.
    /// </summary>
    public void StopLingering() => CloseNow(reset: false);

    /// <summary>The connection is open.</summary>
    protected virtual void OnOpened()
    {
    }

    /// <summary>Bytes have arrived.</summary>
    protected abstract void OnReceived(ReadOnlySpan<byte> bytes);

    /// <summary>No byte will follow.</summary>
    protected abstract void OnPeerFinished();

    /// <summary>The kernel has taken bytes that waited: there is room for more.</summary>
    protected virtual void OnRoom()
    {
    }

    /// <summary>The conversation was ended, from here or from outside.</summary>
    protected virtual void OnOver()
    {
    }

    /// <summary>The socket is gone.</summary>
    protected virtual void OnClosed()
    {
    }

    void FinishWhenSent()
    {
        if (_finishAsked && !_finishSent && _unsent is null)
        {
            _finishSent = true;
            _socket?.FinishSending();
        }
    }

    void CloseWhenDone()
    {
        if (_over && _finishSent && IsPeerFinished)
        {
            CloseNow(reset: false);
        }
    }

    void CloseNow(bool reset, SocketError reason = SocketError.Success)
    {
        using (_gate.Enter())
        {
            if (_closeAsked)
            {
                // What fails because we have closed is no failure.
                return;
            }

            _closeAsked = true;
            Error = reason;
            _unsent?.TellRoom();
        }

        _socket?.Close(reset);
    }
}
