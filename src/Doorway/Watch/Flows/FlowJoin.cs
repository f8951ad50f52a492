namespace Doorway.Watch.Flows;

/// <summary>
/// Joins what the sources see: sorts it by time, numbers the flows and tells of each call and
/// frame which bytes of which flow it moved, then puts it into the log. A call that waits is told
/// at once, after what was before it; anything else after 150 ms. Who adds faster than that can be
/// done waits.
/// </summary>
public sealed class FlowJoin : IDisposable
{
    const int MostArrived = 1 << 17;

    // How often it is looked whether somebody's turn has come.
    const int Tick = 10;

    /// <summary>How much later than another a source may tell of the same moment.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMilliseconds(150);

    readonly EventJoin _events;
    readonly EventOrder _order = new(Window);
    readonly object _gate = new();
    readonly Thread _thread;
    List<WatchEvent> _arrived = [];
    bool _isIdle;
    bool _isEnded;

    /// <summary>Begins to join.</summary>
    /// <param name="log">Where the events go.</param>
    public FlowJoin(WatchLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _events = new EventJoin(log.Add);
        _thread = new Thread(Run) { IsBackground = true, Name = "flow join" };
        _thread.Start();
    }

    /// <summary>Takes an event of any source. Any thread may call it; after the end it does
    /// nothing.</summary>
    public void Add(WatchEvent seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        lock (_gate)
        {
            while (_arrived.Count >= MostArrived && !_isEnded)
            {
                Monitor.Wait(_gate);
            }

            if (_isEnded)
            {
                return;
            }

            _arrived.Add(seen);
            if (_isIdle || IsUrgent(seen))
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    static bool IsUrgent(WatchEvent seen) => seen is CallEvent { IsWaiting: true };

    void Run()
    {
        List<WatchEvent> taken = [];
        bool goesOn = true;
        while (goesOn)
        {
            taken.Clear();
            goesOn = Exchange(ref taken);
            DateTime now = DateTime.UtcNow;
            foreach (WatchEvent seen in taken)
            {
                _events.Foresee(seen);
                if (IsUrgent(seen))
                {
                    TellAtOnce(seen);
                }
                else
                {
                    _order.Add(seen, now);
                }
            }

            while (_order.Take(goesOn ? now : DateTime.MaxValue) is { } next)
            {
                _events.Join(next);
            }

            _events.Pass(goesOn ? now : DateTime.MaxValue);
        }
    }

    // It began a while ago: what was before that has mostly arrived.
    void TellAtOnce(WatchEvent waiting)
    {
        while (_order.TakeBefore(waiting.Time) is { } before)
        {
            _events.Join(before);
        }

        _events.Join(waiting);
    }

    // What has arrived for an empty list; false when nothing can come any more.
    bool Exchange(ref List<WatchEvent> taken)
    {
        lock (_gate)
        {
            if (_arrived.Count == 0 && !_isEnded)
            {
                _isIdle = _order.Count == 0 && !_events.IsHolding;
                Monitor.Wait(_gate, _isIdle ? Timeout.Infinite : Tick);
                _isIdle = false;
            }

            (taken, _arrived) = (_arrived, taken);
            if (taken.Count >= MostArrived)
            {
                Monitor.PulseAll(_gate);
            }

            return !_isEnded;
        }
    }

    /// <summary>Tells what is still kept, then takes no more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isEnded = true;
            Monitor.PulseAll(_gate);
        }

        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }
}
