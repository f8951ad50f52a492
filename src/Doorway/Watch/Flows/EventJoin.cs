namespace Doorway.Watch.Flows;

/// <summary>
/// Tells of each event which bytes of which flow it moved. To be shown all events in the order of
/// time, as far as that is known, by one thread.
/// </summary>
sealed class EventJoin
{
    const int MostEarly = 64;

    // How long a receive waits for the news of what it received, after its turn.
    static readonly TimeSpan Patience = FlowJoin.Window + TimeSpan.FromMilliseconds(20);

    readonly List<CallEvent> _early = [];
    readonly Action<WatchEvent> _told;
    readonly SocketTable _sockets = new();
    readonly Newcomers _newcomers;
    readonly CallJoin _calls;
    readonly FrameJoin _frames;
    readonly FateJoin _fates;

    /// <summary>Joins nothing yet.</summary>
    /// <param name="told">Gets each event, and those about flows before the first that names one.
    /// </param>
    public EventJoin(Action<WatchEvent> told)
    {
        _told = told;
        var flows = new FlowTable(told);
        _newcomers = new Newcomers(flows);
        _calls = new CallJoin(flows, _sockets, _newcomers);
        _frames = new FrameJoin(flows, _sockets, _newcomers, told);
        _fates = new FateJoin(flows, _sockets);
    }

    /// <summary>Whether an event is kept until it can be explained.</summary>
    public bool IsHolding => _early.Count > 0;

    /// <summary>Looks at an event when it arrives, before its turn: what it tells of names holds
    /// for earlier ones too.</summary>
    public void Foresee(WatchEvent seen)
    {
        if (seen is CallEvent call)
        {
            _sockets.Learn(call);
        }
        else if (seen is FrameEvent { Decoded: { } frame })
        {
            _newcomers.Add(frame);
        }
    }

    /// <summary>Joins an event whose turn it is.</summary>
    public void Join(WatchEvent seen)
    {
        if (seen is CallEvent call)
        {
            Release(one => one.Socket == call.Socket && !call.IsWaiting);
            if (_calls.IsEarly(call) && _early.Count < MostEarly)
            {
                _early.Add(call);
                return;
            }
        }

        Tell(seen);
        Release(one => !_calls.IsEarly(one));
    }

    /// <summary>Time has passed: what could not be explained until then is told as it is.
    /// </summary>
    public void Pass(DateTime now) =>
        Release(call => CallRoles.Place(call) + Patience < now);

    void Release(Func<CallEvent, bool> isDue)
    {
        for (int i = 0; i < _early.Count; i++)
        {
            CallEvent call = _early[i];
            if (isDue(call))
            {
                _early.RemoveAt(i--);
                Tell(call);
            }
        }
    }

    void Tell(WatchEvent seen) => _told(seen switch
    {
        CallEvent call => _calls.Join(call),
        FrameEvent frame => _frames.Join(frame),
        FateEvent fate => _fates.Join(fate),
        _ => seen,
    });
}
