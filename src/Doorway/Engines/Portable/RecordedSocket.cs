using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>A socket whose calls are written down in a journal, where one is attached.</summary>
sealed class RecordedSocket
{
    const int KnownPeers = 256;

    readonly Transport _transport;
    readonly Side _side;
    readonly Journal? _journal;
    readonly int _number;

    // By the hash of the peer: those that ask again need not be composed anew.
    readonly Subject?[]? _subjects;
    int _closed;

    RecordedSocket(Socket socket, Transport transport, Side side, Journal? journal)
    {
        Socket = socket;
        _transport = transport;
        _side = side;
        _journal = journal;
        _number = journal?.NumberSocket() ?? 0;
        bool hasPeers = transport is Transport.Udp or Transport.UnixDatagram;
        _subjects = journal is null ? null : new Subject?[hasPeers ? KnownPeers : 1];
    }

    /// <summary>The socket itself.</summary>
    public Socket Socket { get; }

    /// <summary>The journal's number for it, 0 where none is attached.</summary>
    public int Number => _number;

    /// <summary>The name of this end, as of the last call that set it.</summary>
    public SocketName Local { get; private set; }

    /// <summary>
    /// The name of this end, where the kernel may have chosen it meanwhile: sendto(2) binds a
    /// datagram socket.
    /// </summary>
    public SocketName LocalNow()
    {
        if (Local.Port == 0 && Local.Family != AddressFamily.Unix
            && Volatile.Read(ref _closed) == 0)
        {
            Local = SocketName.From(Socket.LocalEndPoint);
        }

        return Local;
    }

    /// <summary>The other end of a connection.</summary>
    public SocketName Peer { get; private set; }

    /// <summary>Whether a journal is attached.</summary>
    public bool IsRecorded => _journal is not null;

    /// <summary>When a call that may wait begins; 0 where nobody asks.</summary>
    public long Now => _journal is null ? 0 : Journal.Now;

    /// <summary>socket(2).</summary>
    /// <exception cref="SocketException">
    /// The machine does not have the family, or no descriptor is left.
    /// </exception>
    public static RecordedSocket Create(
        Transport transport, AddressFamily family, Side side, Journal? journal)
    {
        Socket socket = SocketKind.Create(transport, family);
        var recorded = new RecordedSocket(socket, transport, side, journal);
        recorded.Record(
            SocketCall.Socket, result: recorded._number,
            argument: SocketKind.Words(transport, family));
        socket.Blocking = false;
        if (family == AddressFamily.InterNetworkV6)
        {
            // IPv4 has sockets of its own: peers then appear as they are, not as ::ffff:a.b.c.d.
            socket.DualMode = false;
            recorded.Record(SocketCall.SetSockOpt, argument: "IPV6_V6ONLY");
        }

        return recorded;
    }

    /// <summary>bind(2).</summary>
    /// <exception cref="SocketException">The address is taken or not this machine's.</exception>
    public void Bind(EndPoint local)
    {
        Attempt(SocketCall.Bind, SocketName.From(local), 0, () => Socket.Bind(local));
        Local = SocketName.From(Socket.LocalEndPoint);
    }

    /// <summary>listen(2).</summary>
    public void Listen(int backlog) =>
        Attempt(SocketCall.Listen, Local, backlog, () => Socket.Listen(backlog));

    /// <summary>setsockopt(2).</summary>
    /// <param name="words">The option as in the man page.</param>
    /// <param name="set">What sets it.</param>
    public void SetOption(string words, Action<Socket> set)
    {
        set(Socket);
        Record(SocketCall.SetSockOpt, argument: words);
    }

    void Attempt(SocketCall call, in SocketName local, int result, Action action)
    {
        try
        {
            action();
        }
        catch (SocketException failure)
        {
            Local = local;
            Record(call, error: failure.SocketErrorCode);
            throw;
        }

        Local = local;
        Record(call, result: result);
    }

    /// <summary>connect(2).</summary>
    public async ValueTask<SocketError> ConnectAsync(
        EndPoint remote, CancellationToken cancellation)
    {
        long started = Now;
        Peer = SocketName.From(remote);
        SocketError error = SocketError.Success;
        try
        {
            await Socket.ConnectAsync(remote, cancellation).ConfigureAwait(false);
            Local = SocketName.From(Socket.LocalEndPoint);
        }
        catch (SocketException failure)
        {
            error = failure.SocketErrorCode;
        }

        Record(SocketCall.Connect, error: error, started: started);
        if (error == SocketError.Success)
        {
            SendAtOnce();
        }

        return error;
    }

    /// <summary>connect(2) of a datagram socket, which has nothing to wait for.</summary>
    /// <exception cref="SocketException">There is no way to the peer.</exception>
    public void ConnectDatagram(EndPoint remote)
    {
        Peer = SocketName.From(remote);
        Attempt(SocketCall.Connect, Local, 0, () => Socket.Connect(remote));
        Local = SocketName.From(Socket.LocalEndPoint);
    }

    /// <summary>accept(2).</summary>
    /// <exception cref="SocketException">Accepting failed.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<RecordedSocket> AcceptAsync(long started, CancellationToken cancellation)
    {
        Socket accepted = await Socket.AcceptAsync(cancellation).ConfigureAwait(false);
        var recorded = new RecordedSocket(accepted, _transport, _side, _journal)
        {
            Local = Local,
        };
        recorded.Peer = recorded.ReadPeer();
        if (Local.Family != AddressFamily.Unix)
        {
            // Not the listening socket's: bound to every interface, that names none.
            recorded.Local = SocketName.From(accepted.LocalEndPoint);
        }

        _journal?.Write(
            SubjectOf(recorded.Peer), new Outcome(SocketCall.Accept, recorded._number), [],
            started, _journal.Reserve());
        accepted.Blocking = false;
        recorded.SendAtOnce();
        return recorded;
    }

    // Small messages go out at once, not when the last one was acknowledged (Nagle, RFC 896).
    void SendAtOnce()
    {
        if (_transport == Transport.Tcp)
        {
            SetOption("TCP_NODELAY", made => made.NoDelay = true);
        }
    }

    SocketName ReadPeer()
    {
        try
        {
            return SocketName.From(Socket.RemoteEndPoint);
        }
        catch (SocketException)
        {
            // ENOTCONN: it was reset while it waited in the backlog.
            return default;
        }
    }

    /// <summary>recv(2), without blocking.</summary>
    public int Receive(Span<byte> buffer, long started, out SocketError error)
    {
        int count = Socket.Receive(buffer, SocketFlags.None, out error);
        if (_journal is not null && error != SocketError.WouldBlock)
        {
            _journal.Write(
                SubjectOf(Peer), new Outcome(SocketCall.Recv, count, error),
                buffer[..Math.Max(count, 0)], started, _journal.Reserve());
        }

        return count;
    }

    /// <summary>send(2), without blocking.</summary>
    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        if (_journal is null)
        {
            return Socket.Send(bytes, SocketFlags.None, out error);
        }

        Journal.Place place = _journal.Reserve();
        error = SocketError.WouldBlock;
        int count = 0;
        try
        {
            count = Socket.Send(bytes, SocketFlags.None, out error);
        }
        finally
        {
            if (error == SocketError.WouldBlock)
            {
                _journal.Abandon(place);
            }
            else
            {
                _journal.Write(
                    SubjectOf(Peer), new Outcome(SocketCall.Send, count, error),
                    bytes[..Math.Max(count, 0)], 0, place);
            }
        }

        return count;
    }

    /// <summary>Writes a send down that waited for room.</summary>
    public void RecordSent(ReadOnlySpan<byte> bytes, int count, long started) =>
        _journal?.Write(
            SubjectOf(Peer), new Outcome(SocketCall.Send, count), bytes[..count], started,
            _journal.Reserve());

    /// <summary>
    /// Takes the place of a call that can't wait, for <see cref="RecordDatagram"/>.
    /// </summary>
    public Journal.Place Reserve() => _journal?.Reserve() ?? default;

    /// <summary>
    /// Takes the place of a call that has returned, at the time given.
    /// </summary>
    public Journal.Place ReserveAt(long timestamp) => _journal?.ReserveAt(timestamp) ?? default;

    /// <summary>Takes several places, one behind the other; the first is returned.</summary>
    public Journal.Place ReserveMany(int count) => _journal?.ReserveMany(count) ?? default;

    /// <summary>Leaves a place empty.</summary>
    public void Abandon(Journal.Place place) => _journal?.Abandon(place);

    /// <summary>Writes a datagram down that came or went, or several that did as one.</summary>
    /// <param name="call">What was called.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="bytes">The message.</param>
    /// <param name="error">What became of it.</param>
    /// <param name="started">When the call began, 0 where it can't wait.</param>
    /// <param name="place">The place that was taken for it, if one was.</param>
    /// <param name="note">What else there is to say.</param>
    /// <param name="segment">The size of all datagrams but the last; 0 where it is one.</param>
    public void RecordDatagram(
        SocketCall call, in SocketName peer, ReadOnlySpan<byte> bytes,
        SocketError error = SocketError.Success, long started = 0, Journal.Place place = default,
        string? note = null, int segment = 0)
    {
        if (_journal is not null)
        {
            LocalNow();
            _journal.Write(
                SubjectOf(peer), new Outcome(call, bytes.Length, error, note, segment), bytes,
                started, place == default ? _journal.Reserve() : place);
        }
    }

    Subject SubjectOf(in SocketName peer)
    {
        int index = _subjects!.Length == 1 ? 0 : peer.GetHashCode() & (KnownPeers - 1);
        Subject? known = _subjects[index];
        if (known is null || known.Peer != peer || known.Local != Local)
        {
            known = new Subject(_side, _transport, _number, Local, peer);
            _subjects[index] = known;
        }

        return known;
    }

    /// <summary>
    /// shutdown(2) of the sending side; a peer that has gone already is no error here.
    /// </summary>
    public void ShutdownSend()
    {
        Journal.Place place = Reserve();
        SocketError error = SocketError.Success;
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException failure)
        {
            error = failure.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            _journal?.Abandon(place);
            return;
        }

        _journal?.Write(
            SubjectOf(Peer), new Outcome(SocketCall.Shutdown, Error: error, Argument: "SHUT_WR"),
            [], 0, place);
    }

    /// <summary>close(2), with a RST where asked (SO_LINGER of 0 s, tcp(7)).</summary>
    public void Close(bool reset = false)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        if (reset && _transport == Transport.Tcp)
        {
            Socket.LingerState = new LingerOption(true, 0);
            Record(SocketCall.SetSockOpt, argument: "SO_LINGER 0 s: close with a reset");
        }

        Record(SocketCall.Close);
        Socket.Dispose();
    }

    void Record(
        SocketCall call, int result = 0, SocketError error = SocketError.Success,
        string? argument = null, long started = 0) =>
        _journal?.Write(
            SubjectOf(Peer), new Outcome(call, result, error, argument), [], started,
            _journal.Reserve());
}
