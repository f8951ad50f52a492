namespace Doorway.Watch;

/// <summary>
/// Frames of ports that nobody has asked for yet. A program's port is known some milliseconds
/// after its first frame was heard; then it is found here. One thread uses it at a time.
/// </summary>
sealed class WaitingFrames
{
    /// <summary>How long a frame waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    const long MostBytes = 32 << 20;

    // What an event and its decoded headers take beside its bytes, about.
    const int EachBytes = 500;

    Queue<FrameEvent> _frames = [];
    long _bytes;

    /// <summary>The time of the newest frame that was given up for lack of room; the default for
    /// none.</summary>
    public DateTime GivenUp { get; private set; }

    /// <summary>How many wait.</summary>
    public int Count => _frames.Count;

    /// <summary>Keeps a frame.</summary>
    public void Add(FrameEvent frame)
    {
        _frames.Enqueue(frame);
        _bytes += Cost(frame);
        while (_bytes > MostBytes)
        {
            GivenUp = Drop().Time;
        }
    }

    /// <summary>Lets go those that have waited long enough.</summary>
    public void Trim(DateTime now)
    {
        while (_frames.TryPeek(out FrameEvent? oldest) && now - oldest.Time > Patience)
        {
            _ = Drop();
        }
    }

    /// <summary>Takes out those that are wanted now, oldest first.</summary>
    public IReadOnlyList<FrameEvent> Take(Predicate<FrameEvent> isWanted)
    {
        var taken = new List<FrameEvent>();
        var others = new Queue<FrameEvent>();
        _bytes = 0;
        foreach (FrameEvent frame in _frames)
        {
            if (isWanted(frame))
            {
                taken.Add(frame);
            }
            else
            {
                others.Enqueue(frame);
                _bytes += Cost(frame);
            }
        }

        _frames = others;
        return taken;
    }

    FrameEvent Drop()
    {
        FrameEvent oldest = _frames.Dequeue();
        _bytes -= Cost(oldest);
        return oldest;
    }

    static int Cost(FrameEvent frame) => frame.Bytes.Length + EachBytes;
}
