using System.Net;
using System.Runtime.InteropServices;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Engines.Linux;

/// <summary>
/// Datagram sockets of one thread: epoll_pwait2(2) waits for them, recvmmsg(2) and sendmmsg(2)
/// move their datagrams. They share the buffers.
/// </summary>
sealed unsafe class LinuxDatagramPoll : DatagramPoll
{
    // As for servers: UDP holds less than 64 KiB, a Unix datagram as much as its sender's buffer.
    const int UdpSlots = 64;
    const int UdpSlot = 64 * 1024;
    const int UnixSlots = 16;
    const int UnixSlot = 1024 * 1024;
    const int EventsAtOnce = 64;
    const ulong WakeToken = 0;

    readonly int _epoll;
    readonly int _wake;
    readonly byte* _events;
    readonly Dictionary<ulong, LinuxDatagramPort> _ports = [];
    readonly List<LinuxDatagramPort> _unsent = [];
    readonly Stack<DatagramQueue> _free = new();
    readonly Lock _waking = new();
    DatagramBatch? _udpBatch;
    DatagramBatch? _unixBatch;
    ulong _lastToken = WakeToken;
    bool _isPrecise;
    bool _hasWaited;
    bool _closed;

    public LinuxDatagramPoll(LinuxEngineOptions options)
    {
        Batches = options.Batches;
        _isPrecise = options.PreciseWait;
        (_epoll, _wake) = WakeableEpoll.Open(WakeToken);
        _events = (byte*)NativeMemory.Alloc(EventsAtOnce, (nuint)Epoll.EventSize);
    }

    /// <summary>Whether recvmmsg(2) and sendmmsg(2) are there.</summary>
    public bool Batches { get; set; }

    /// <summary>The names of peers.</summary>
    public PeerNames Names { get; } = new();

    public override DatagramPort Open(
        Transport transport, EndPoint? local, EndPoint? remote, IDatagramReceiver receiver,
        Journal? journal)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return PortSocket.Open(transport, local, remote, journal, (socket, path) =>
        {
            var port = new LinuxDatagramPort(
                this, ++_lastToken, transport.IsUnix, remote is not null, socket, path, receiver);
            Errno.Require(Epoll.Add(_epoll, port.Descriptor, Epoll.In, port.Token));
            _ports.Add(port.Token, port);
            return port;
        });
    }

    /// <summary>Room for what a socket receives; of one call.</summary>
    public DatagramBatch Batch(bool isUnix) => isUnix
        ? _unixBatch ??= new DatagramBatch(UnixSlots, UnixSlot, hasControl: false)
        : _udpBatch ??= new DatagramBatch(UdpSlots, UdpSlot, hasControl: false);

    public override int Wait(long until)
    {
        Flush();
        if (!_hasWaited && !Thread.CurrentThread.IsThreadPoolThread)
        {
            PollCalls.WakeOnTime();
        }

        _hasWaited = true;
        int happened = WaitForEvents(until);
        int received = 0;
        for (int i = 0; i < happened && !_closed; i++)
        {
            Epoll.Read(_events, i, out ulong token);
            if (token == WakeToken)
            {
                EventFd.Clear(_wake);
            }
            else if (_ports.TryGetValue(token, out LinuxDatagramPort? port))
            {
                received += port.Receive();
            }
        }

        return received;
    }

    int WaitForEvents(long until)
    {
        var timeout = TimeSpec.Until(until);
        if (_isPrecise)
        {
            int happened = Epoll.WaitPrecisely(_epoll, _events, EventsAtOnce, timeout);
            if (happened >= 0 || !Errno.IsRefusal(-happened))
            {
                return happened;
            }

            _isPrecise = false;
        }

        // An epoll can be waited for itself.
        return PollCalls.Wait(_epoll, PollCalls.In, timeout)
            ? Epoll.Wait(_epoll, _events, EventsAtOnce, 0) : 0;
    }

    /// <summary>A queue for a socket that has something to send.</summary>
    public DatagramQueue Rent(LinuxDatagramPort port)
    {
        _unsent.Add(port);
        return _free.TryPop(out DatagramQueue? queue) ? queue : new DatagramQueue();
    }

    /// <summary>The socket has sent what it had.</summary>
    public void Return(DatagramQueue queue)
    {
        queue.Clear();
        _free.Push(queue);
    }

    // Not those that are added meanwhile, by who is told of a failure: they may fail too.
    void Flush()
    {
        int count = _unsent.Count;
        for (int i = 0; i < count; i++)
        {
            _unsent[i].Flush();
        }

        _unsent.RemoveRange(0, Math.Min(count, _unsent.Count));
    }

    /// <summary>The socket is about to be closed.</summary>
    public void Remove(LinuxDatagramPort port)
    {
        _ = Epoll.Remove(_epoll, port.Descriptor);
        _ports.Remove(port.Token);
    }

    public override void Wake()
    {
        lock (_waking)
        {
            if (!_closed)
            {
                EventFd.Signal(_wake);
            }
        }
    }

    public override void Dispose()
    {
        lock (_waking)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        foreach (LinuxDatagramPort port in _ports.Values.ToArray())
        {
            port.Dispose();
        }

        while (_free.TryPop(out DatagramQueue? queue))
        {
            queue.Dispose();
        }

        _udpBatch?.Dispose();
        _unixBatch?.Dispose();
        NativeMemory.Free(_events);
        _ = StreamCalls.Close(_wake);
        _ = StreamCalls.Close(_epoll);
    }
}
