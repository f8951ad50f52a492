using Doorway.Watch;
using Doorway.Watch.Flows;

namespace Doorway.Cli.Watching;

/// <summary>What happens now: the sources, joined into one log.</summary>
abstract class LiveSession : WatchSession
{
    readonly FlowJoin _join;
    readonly QueueSampler _queues;
    FrameSource? _frames;
    string _whyNoFrames = "frames are not heard yet";

    protected LiveSession()
    {
        _join = new FlowJoin(Log);
        _queues = new QueueSampler(_join.Add);
    }

    /// <inheritdoc/>
    public override WatchSource Frames => _frames is not null
        ? new WatchSource(true, "heard by a raw packet socket on the loopback interface")
        : new WatchSource(false, _whyNoFrames);

    /// <summary>Takes what a source has seen. Any thread may call it.</summary>
    protected virtual void Add(WatchEvent seen)
    {
        _queues.Look(seen);
        _join.Add(seen);
    }

    /// <summary>Says something to who watches.</summary>
    protected void Tell(string words) =>
        _join.Add(new NoticeEvent { Time = DateTime.UtcNow, Words = words });

    /// <summary>Begins to hear frames, where that is allowed; else that is told.</summary>
    protected void Hear(FrameSourceOptions options)
    {
        try
        {
            _frames = FrameSource.Start(options, Add);
        }
        catch (IOException refused)
        {
            _whyNoFrames = refused.Message;
            Tell($"no frames are seen: {refused.Message}");
        }
    }

    /// <summary>Hears the frames of these ports from now on.</summary>
    protected void Hear(IReadOnlySet<ushort> ports) => _frames?.Ports(ports);

    /// <summary>Hears no more, and puts what was heard into the log.</summary>
    protected void StopHearing()
    {
        _frames?.Dispose();
        _queues.Dispose();
        _join.Dispose();
    }
}
