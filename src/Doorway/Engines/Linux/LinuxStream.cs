using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>
/// Carries one session on a loop: receives into the loop's buffer when something has arrived, and
/// asks for room to write only while the peer does not read.
/// </summary>
/// <remarks>
/// close(2) happens on the loop's thread alone, after the session has said that it calls no more,
/// so that no call can meet a descriptor that is somebody else's by then. What changes the
/// interest of the epoll may come from any thread, and is guarded by a lock on the stream (a lock
/// object of its own would cost every idle connection 24 bytes).
/// </remarks>
sealed class LinuxStream : EventSource, IStreamSocket
{
    const int NotDraining = -1;
    const int DrainAsked = -2;

    // A peer that sends without a pause leaves the thread to the others after so many receives.
    const int Turn = 4;

    const uint ReceiveEvents = Epoll.In | Epoll.PeerFinished | Epoll.Urgent;

    // With these, more may lie behind a receive that does not fill the buffer.
    const uint MoreBehind =
        Epoll.PeerFinished | Epoll.HangUp | Epoll.Error | Epoll.Urgent;

    const uint NotYet = 0;

    readonly Session _session;
    readonly LocalName _local;
    readonly SocketName _peer;
    readonly StreamRecorder? _recorder;
    ulong _token;
    int _descriptor;
    uint _watched = NotYet;
    int _left = NotDraining;
    // From here on fields of a byte: one more would cost each idle connection eight.
    readonly byte _loop;
    bool _wantsRoom;
    bool _inReady;
    Ending _ending;

    public LinuxStream(
        int descriptor, EventLoop loop, Session session, LocalName local, in SocketName peer,
        StreamRecorder? recorder)
    {
        _descriptor = descriptor;
        _loop = (byte)loop.Number;
        _session = session;
        _local = local;
        _peer = peer;
        _recorder = recorder;
    }

    public SocketName Local => _local.Name;

    public SocketName Peer => _peer;

    /// <summary>Whose thread carries it.</summary>
    public EventLoop Loop => _local.Loops[_loop];

    bool IsClosing => _ending != Ending.None;

    /// <summary>Whose drain it takes part in; null for a client's.</summary>
    public object? Owner => _local.Owner;

    /// <summary>Opens the session, and receives from now on.</summary>
    public void Start()
    {
        _token = Loop.Enter(this);
        _session.Open(this);
        InterestChanged();
    }

    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        int sent = 0;
        error = SocketError.Success;
        while (sent < bytes.Length && error == SocketError.Success)
        {
            sent += SendOnce(bytes[sent..], out error);
        }

        error = error == SocketError.WouldBlock ? SocketError.Success : error;
        return sent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int SendOnce(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        Journal.Place place = _recorder?.Reserve() ?? default;
        int count = StreamCalls.Send(_descriptor, bytes);
        error = count < 0 ? Errno.ToSocketError(-count) : SocketError.Success;
        count = Math.Max(count, 0);
        _recorder?.Sent(place, bytes[..count], error);
        return count;
    }

    public void SendUnsent()
    {
        lock (this)
        {
            _wantsRoom = true;
            Watch();
        }
    }

    public void FinishSending()
    {
        Journal.Place place = _recorder?.Reserve() ?? default;
        int result = StreamCalls.ShutdownSend(_descriptor);
        _recorder?.ShutDown(place, Errno.ToSocketError(Math.Max(-result, 0)));
    }

    public void InterestChanged()
    {
        bool isDraining;
        lock (this)
        {
            Watch();
            isDraining = _left != NotDraining;
        }

        if (isDraining && !_inReady)
        {
            Loop.Post(this, GoOnDraining);
        }
    }

    // Under the lock. What is wanted is looked at anew: of two threads the last one is right.
    void Watch(bool anew = false)
    {
        if (IsClosing)
        {
            return;
        }

        uint wanted = Epoll.Edge | (_session.WantsToReceive ? ReceiveEvents : 0)
            | (_wantsRoom ? Epoll.Out : 0);
        if (wanted == _watched && !anew)
        {
            return;
        }

        if (_watched != NotYet)
        {
            Loop.Change(_descriptor, wanted, _token);
        }
        else if (Loop.Watch(_descriptor, wanted, _token) is < 0 and int failure)
        {
            // No memory, or the limit of epoll(7) on watches: nothing would ever be told.
            Loop.Post(this, () => _session.Failed(Errno.ToSocketError(-failure)));
        }

        _watched = wanted;
    }

    public int Use(Func<int, int> call)
    {
        lock (this)
        {
            return _descriptor < 0 ? -Errno.EBadF : call(_descriptor);
        }
    }

    public void Close(bool reset)
    {
        lock (this)
        {
            if (IsClosing)
            {
                return;
            }

            _ending = reset ? Ending.Reset : Ending.Close;
        }

        if (!(_inReady && Loop.IsCurrent))
        {
            Loop.Post(this, CloseNow);
        }
    }

    void CloseNow()
    {
        if (_descriptor < 0)
        {
            return;
        }

        if (_ending == Ending.Reset && _peer.Family != AddressFamily.Unix)
        {
            _ = StreamCalls.ResetOnClose(_descriptor);
            _recorder?.OptionSet("SO_LINGER 0 s: close with a reset");
        }

        _recorder?.Closing();
        int descriptor = _descriptor;
        lock (this)
        {
            // Under the lock: whoever uses the descriptor has it open.
            _descriptor = -1;
        }

        Loop.Leave(_token);
        _ = StreamCalls.Close(descriptor);
        _session.Closed();
    }

    /// <summary>
    /// The server drains: what has arrived by now is still given, nothing more. On the loop's
    /// thread.
    /// </summary>
    public void Drain()
    {
        lock (this)
        {
            // Under the lock: whoever lets the session receive again sees it, or is seen.
            _left = _left == NotDraining ? DrainAsked : _left;
        }

        GoOnDraining();
    }

    void GoOnDraining()
    {
        _inReady = true;
        if (!IsClosing && _left != NotDraining)
        {
            ReceiveLeft();
        }

        AfterReady();
    }

    public override void Ready(EventLoop loop, uint events)
    {
        if (_descriptor < 0)
        {
            return;
        }

        _inReady = true;
        bool moved = false;
        if (_wantsRoom && (events & (Epoll.Out | Epoll.Error | Epoll.HangUp)) != 0)
        {
            SendWhatIsUnsent();
            moved = true;
        }

        if (!IsClosing && _session.WantsToReceive)
        {
            Receive(loop, events);
            moved = true;
        }
        else if (!IsClosing && (events & ReceiveEvents) != 0)
        {
            TellAnew();
        }

        if (!IsClosing && !moved)
        {
            LookForReset();
        }

        AfterReady();
    }

    void AfterReady()
    {
        _inReady = false;
        if (IsClosing)
        {
            CloseNow();
        }
        else if (_left != NotDraining)
        {
            // Whoever let the session receive again while this thread was busy left it to this
            // thread: both store before they load, which takes a full fence on each side.
            Interlocked.MemoryBarrier();
            if (_session.WantsToReceive)
            {
                Loop.Post(this, GoOnDraining);
            }
        }
        else if (_session.WantsToReceive != ((_watched & Epoll.In) != 0))
        {
            InterestChanged();
        }
    }

    public override void Fault(Exception failure)
    {
        _inReady = false;
        _session.Failed(SocketError.Fault);
        Loop.Post(this, CloseNow);
    }

    // Told once of what has arrived, it takes all of it. A receive that does not fill the buffer
    // was the last one (epoll(7)), unless an end, a failure or an urgent byte lies behind it. On a
    // Unix socket a descriptor that the peer passes may: nothing tells, so it is tried.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Receive(EventLoop loop, uint events)
    {
        if (_left != NotDraining)
        {
            ReceiveLeft();
            return;
        }

        bool mayBeMore = (events & MoreBehind) != 0 || _peer.Family == AddressFamily.Unix;
        bool more = true;
        for (int i = 0; more && i < Turn; i++)
        {
            int count = ReceiveOnce(loop.Buffer);
            more = !IsClosing && (count == loop.Buffer.Length || (mayBeMore && count > 0));
            if (!_session.WantsToReceive)
            {
                break;
            }
        }

        if (more)
        {
            TellAnew();
        }
    }

    // What was left there is told once more when it is wanted: now, or by whoever wants it again.
    void TellAnew()
    {
        lock (this)
        {
            Watch(anew: true);
        }
    }

    // Returns how many bytes it was; 0 at the end and on failure.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int ReceiveOnce(Span<byte> buffer)
    {
        int count = StreamCalls.Receive(_descriptor, buffer);
        if (count <= 0)
        {
            ReceivedNone(-count);
            return 0;
        }

        _recorder?.Received(buffer[..count], SocketError.Success);
        _session.Received(buffer[..count]);
        return count;
    }

    void ReceivedNone(int errno)
    {
        SocketError error = Errno.ToSocketError(errno);
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
        {
            return;
        }

        _recorder?.Received([], error);
        if (error == SocketError.Success)
        {
            _session.PeerFinished();
        }
        else
        {
            _session.Failed(error);
        }
    }

    // How much had arrived is asked once it is wanted; only so much is given.
    void ReceiveLeft()
    {
        if (!_session.WantsToReceive)
        {
            return;
        }

        if (_left == DrainAsked)
        {
            _left = Math.Max(0, StreamCalls.Available(_descriptor));
        }

        while (_left > 0 && !IsClosing && _session.WantsToReceive)
        {
            int count = ReceiveOnce(Loop.Buffer.AsSpan(0, Math.Min(_left, Loop.Buffer.Length)));
            _left = count == 0 ? 0 : _left - count;
        }

        if (_left == 0 && !IsClosing)
        {
            _left = NotDraining;
            if (!_session.IsPeerFinished)
            {
                _session.Drain();

                // It was told of the peer's end perhaps, which was not received.
                TellAnew();
            }
        }
    }

    void SendWhatIsUnsent()
    {
        bool more = true;
        SocketError error = SocketError.Success;
        while (more && error == SocketError.Success && !IsClosing)
        {
            int count = SendOnce(_session.Unsent.Span, out error);
            more = count == 0 || _session.Sent(count);
        }

        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            _session.Failed(error);
        }
        else if (!more)
        {
            lock (this)
            {
                _wantsRoom = _session.IsStalled;
                Watch();
            }
        }
    }

    // Nothing is wanted, and something has happened: perhaps a reset.
    void LookForReset()
    {
        if (StreamCalls.PendingError(_descriptor) is not 0 and int error)
        {
            _session.Failed(Errno.ToSocketError(error));
        }
    }

    enum Ending : byte
    {
        None,
        Close,
        Reset,
    }
}
