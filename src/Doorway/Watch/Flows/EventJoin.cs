namespace Doorway.Watch.Flows;

/// <summary>
/// Tells of each event which bytes of which flow it moved. To be shown all events in the order of
/// time, as far as that is known, by one thread.
/// </summary>
sealed class EventJoin
{
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
    public void Join(WatchEvent seen) => _told(seen switch
    {
        CallEvent call => _calls.Join(call),
        FrameEvent frame => _frames.Join(frame),
        FateEvent fate => _fates.Join(fate),
        _ => seen,
    });
}
