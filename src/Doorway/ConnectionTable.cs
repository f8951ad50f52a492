using System.Globalization;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// The connections of a server: admits them within the limits, knows those that are open, and twice
/// a second closes those that have overstayed.
/// </summary>
sealed class ConnectionTable : IStreamAcceptor, IDisposable
{
    static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(500);

    readonly Limits _limits;
    readonly int _cap;
    readonly Func<Session> _create;
    readonly IterativeTurns? _turns;
    readonly Action<ServerEvent>? _log;
    readonly Lock _gate = new();
    readonly OpenSessions _open = new();
    readonly Dictionary<Session, string> _closedFor = [];
    readonly Dictionary<SocketName, int> _perSource = [];
    readonly Action<Session> _ended;
    readonly SweepTimer _sweeper;
    Counters _counters = new();
    uint _lastNumber;
    TaskCompletionSource? _emptied;

    public ConnectionTable(
        Limits limits, int cap, Func<Session> create, IterativeTurns? turns,
        Action<ServerEvent>? log)
    {
        _ended = Remove;
        _turns = turns;
        _limits = limits;
        _cap = cap;
        _create = create;
        _log = log;
        _sweeper = new SweepTimer(Sweep, SweepEvery);
    }

    /// <summary>What was counted so far.</summary>
    public Counters Counters
    {
        get
        {
            lock (_gate)
            {
                return _open.All.Aggregate(
                    _counters with { Open = _open.Count },
                    (sum, session) => AddBytes(sum, session));
            }
        }
    }

    static Counters AddBytes(Counters sum, Session session) => sum with
    {
        BytesReceived = sum.BytesReceived + session.BytesReceived,
        BytesSent = sum.BytesSent + session.BytesSent,
    };

    public Session? Accept(in SocketName local, in SocketName peer)
    {
        Session? session = null;
        string? refusal;
        lock (_gate)
        {
            refusal = Refusal(peer);
            if (refusal is null)
            {
                session = _create();
                session.Ended = _ended;
                session.Number = ++_lastNumber;
                _open.Add(session);
                _counters = _counters with { Accepted = _counters.Accepted + 1 };
                Count(peer, +1);
                _sweeper.Runs = true;
            }
        }

        if (session is null)
        {
            Log(ServerEventKind.Refused, 0, peer, refusal!);
            return null;
        }

        TimeSpan waited = _turns?.Admitted(session) ?? TimeSpan.Zero;
        string wait = waited == TimeSpan.Zero
            ? "" : string.Create(
                CultureInfo.InvariantCulture, $" after {waited.TotalSeconds:0.0} s in the backlog");
        Log(ServerEventKind.Connected, session.Number, peer, $"to {local}{wait}");
        return session;
    }

    string? Refusal(in SocketName peer)
    {
        if (_open.Count >= _cap)
        {
            _counters = _counters with { RefusedAtCap = _counters.RefusedAtCap + 1 };
            return $"{_cap} connections are open, which is the cap";
        }

        if (!peer.IsLoopback && _perSource.GetValueOrDefault(peer.WithoutPort)
            >= _limits.ConnectionsPerSource)
        {
            _counters = _counters with { RefusedPerSource = _counters.RefusedPerSource + 1 };
            return $"{_limits.ConnectionsPerSource} connections are open from its address";
        }

        return null;
    }

    void Count(in SocketName peer, int change)
    {
        SocketName source = peer.WithoutPort;
        int count = _perSource.GetValueOrDefault(source) + change;
        if (count == 0)
        {
            _perSource.Remove(source);
        }
        else
        {
            _perSource[source] = count;
        }
    }

    public void AcceptFailed(SocketError error)
    {
        Tally(one => one with { AcceptFailures = one.AcceptFailures + 1 });
        Log(ServerEventKind.Fault, 0, default, $"accept failed: {error}; trying again");
    }

    void Remove(Session session)
    {
        SocketName peer = session.Socket.Peer;
        string? closedFor;
        lock (_gate)
        {
            if (!_open.Remove(session))
            {
                return;
            }

            _closedFor.Remove(session, out closedFor);
            Count(peer, -1);
            _counters = AddBytes(_counters, session);
            bool failed = session.Error is SocketError.ConnectionReset or SocketError.TimedOut
                or SocketError.ConnectionAborted or SocketError.Shutdown;
            _counters = _counters with { Failed = _counters.Failed + (failed ? 1 : 0) };
            if (_open.Count == 0)
            {
                _emptied?.TrySetResult();
            }
        }

        string why = closedFor ?? session.Error switch
        {
            SocketError.Success => "closed",
            SocketError.ConnectionReset => "reset by the peer",
            SocketError.TimedOut => "the peer does not answer any more",
            SocketError.OperationAborted => "reset from here",
            SocketError.ProcessLimit => "reset: too many programs run",
            SocketError.Fault => "reset: its service failed",
            SocketError.MessageSize => "reset: its request has no end",
            _ => session.Error.ToString(),
        };
        Log(
            ServerEventKind.Disconnected, session.Number, peer,
            $"{why}, {session.BytesReceived} bytes in, {session.BytesSent} bytes out");
        _turns?.Ended(session);
    }

    /// <summary>Ends when no connection is open.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            if (_open.Count == 0)
            {
                return Task.CompletedTask;
            }

            _emptied ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _emptied.Task;
        }
    }

    /// <summary>Resets whatever is still open.</summary>
    public void AbortAll()
    {
        foreach (Session session in Snapshot())
        {
            Expel(session, "the drain time is over");
        }
    }

    List<Session> Snapshot()
    {
        lock (_gate)
        {
            _sweeper.Runs = _open.Count > 0;
            return [.. _open.All];
        }
    }

    void Sweep()
    {
        long now = Environment.TickCount64;
        List<Session> open = Snapshot();
        int mayStay = (int)(_cap * _limits.BusyShare);
        TimeSpan linger = open.Count > mayStay ? SweepEvery : _limits.Linger;
        int staying = 0;
        var idle = new List<(Session Session, long Idle)>();
        foreach (Session session in open)
        {
            long silent = session.SilentFor(now);
            if (session.IsStalled)
            {
                if (now - session.WaitsSince > _limits.WriteStall.TotalMilliseconds)
                {
                    if (Expel(session, $"left {session.UnsentCount} bytes or more unread"))
                    {
                        Tally(one => one with { ClosedStalled = one.ClosedStalled + 1 });
                    }
                }
            }
            else if (session.IsLingering)
            {
                if (now - session.WaitsSince > linger.TotalMilliseconds)
                {
                    session.StopLingering();
                }

                continue;
            }
            else if (session.IsParked)
            {
                // Silent because nobody listens yet, as in the backlog.
            }
            else if (silent > _limits.Idle.TotalMilliseconds)
            {
                ExpelIdle(session, silent);
                continue;
            }
            else if (silent > _limits.BusyIdle.TotalMilliseconds && _limits.Idle != Limits.Never)
            {
                idle.Add((session, silent));
            }

            staying++;
        }

        foreach ((Session session, long silent) in
            idle.OrderByDescending(one => one.Idle).Take(Math.Max(0, staying - mayStay)))
        {
            ExpelIdle(session, silent);
        }
    }

    void ExpelIdle(Session session, long silent)
    {
        if (Mark(session, $"idle for {silent / 1000} s"))
        {
            Tally(one => one with { ClosedIdle = one.ClosedIdle + 1 });
        }

        session.End();
    }

    bool Expel(Session session, string why)
    {
        bool isFirst = Mark(session, why);
        session.Abort();
        return isFirst;
    }

    // Once for each: on a busy machine it may still be open when the next sweep comes.
    bool Mark(Session session, string why)
    {
        lock (_gate)
        {
            return _open.Contains(session) && _closedFor.TryAdd(session, why);
        }
    }

    void Tally(Func<Counters, Counters> change)
    {
        lock (_gate)
        {
            _counters = change(_counters);
        }
    }

    void Log(ServerEventKind kind, long number, in SocketName peer, string text) =>
        _log?.Invoke(new ServerEvent(kind, number, peer, text));

    public void Dispose() => _sweeper.Dispose();
}
