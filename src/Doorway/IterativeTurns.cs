namespace Doorway;

/// <summary>
/// Iterative mode: one connection is served at a time, the others wait in the backlog, and how
/// many and how long is told. The listeners are paused meanwhile; where two of them accepted in
/// the same moment, the second connection is parked: neither heard nor answered until its turn.
/// </summary>
sealed class IterativeTurns : IDisposable
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    // 2 s. Who has left the backlog while nobody is served has been accepted, most likely, and that
    // is about to be told here.
    const int LooksUntilGone = 20;

    readonly Lock _gate = new();
    readonly List<Session> _parked = [];
    readonly Queue<long> _waitingSince = new();
    readonly Action<ServerEvent>? _log;
    readonly Timer _look;
    IReadOnlyList<StreamListener> _listeners = [];
    Session? _current;
    int _waiting;
    int _looksAtNobody;
    bool _stopped;

    public IterativeTurns(Action<ServerEvent>? log)
    {
        _log = log;
        _look = new Timer(_ => Look(), null, LookEvery, LookEvery);
    }

    /// <summary>The listeners that take turns.</summary>
    public void Start(IReadOnlyList<StreamListener> listeners)
    {
        lock (_gate)
        {
            _listeners = listeners;
            PauseWhileBusy();
        }
    }

    /// <summary>A connection was accepted.</summary>
    /// <returns>How long it had waited in the backlog; zero when it hadn't.</returns>
    public TimeSpan Admitted(Session session)
    {
        lock (_gate)
        {
            if (_current is null || _stopped)
            {
                _current = session;
            }
            else
            {
                session.Park();
                _parked.Add(session);
            }

            PauseWhileBusy();
            return _waitingSince.TryDequeue(out long since)
                ? TimeSpan.FromMilliseconds(Environment.TickCount64 - since) : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// A connection has ended: the next one's turn, unless it was only waiting itself.
    /// </summary>
    public void Ended(Session session)
    {
        Session? next = null;
        lock (_gate)
        {
            if (_current == session)
            {
                next = _parked.FirstOrDefault();
                _current = next;
                PauseWhileBusy();
            }

            _parked.Remove(next ?? session);
        }

        next?.Unpark();
    }

    void PauseWhileBusy()
    {
        foreach (StreamListener listener in _listeners)
        {
            listener.Paused = _current is not null && !_stopped;
        }
    }

    void Look()
    {
        int waiting;
        lock (_gate)
        {
            waiting = _listeners.Sum(listener => listener.Waiting ?? 0) + _parked.Count;
            while (_waitingSince.Count < waiting)
            {
                _waitingSince.Enqueue(Environment.TickCount64);
            }

            _looksAtNobody = _current is null ? _looksAtNobody + 1 : 0;
            bool isSure = _looksAtNobody is 0 or >= LooksUntilGone;
            while (_waitingSince.Count > waiting && isSure)
            {
                // Gave up: who of them can't be told; the last to come is the likeliest guess for
                // none.
                _waitingSince.Dequeue();
            }

            if (waiting == _waiting || _stopped)
            {
                return;
            }

            _waiting = waiting;
        }

        string text = waiting switch
        {
            0 => "nobody waits in the backlog any more",
            1 => "1 client waits in the backlog for its turn",
            _ => $"{waiting} clients wait in the backlog for their turn",
        };
        _log?.Invoke(new ServerEvent(ServerEventKind.Waiting, 0, default, text));
    }

    /// <summary>The server drains: everybody is heard now.</summary>
    public void Stop()
    {
        Session[] parked;
        lock (_gate)
        {
            _stopped = true;
            parked = [.. _parked];
            _parked.Clear();
        }

        foreach (Session session in parked)
        {
            session.Unpark();
        }
    }

    public void Dispose() => _look.Dispose();
}
