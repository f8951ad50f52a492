using System.Net;
using Doorway.Frames;
using Doorway.Watch;

namespace Doorway.Check;

/// <summary>
/// What was seen on the loopback interface of a case's own network, beside what our sockets and
/// the program's outputs tell. Nothing, where it may not be heard.
/// </summary>
sealed class Wire : IDisposable
{
    const int MostFrames = 2_000;
    const int NameServicePort = 53;

    readonly Trace _trace;
    readonly Traits _traits;
    readonly Dictionary<(Transport, int Port), int> _ours = [];
    readonly Dictionary<(Transport, int Port), int> _theirs = [];
    readonly List<Frame> _frames = [];
    readonly Lock _gate = new();
    FrameTap? _tap;
    DateTime _openedAt;
    TimeSpan _openedOnTrace;

    /// <summary>Not heard yet.</summary>
    /// <param name="trace">Where the frames are written at the end.</param>
    /// <param name="traits">Who is the server, and at which port.</param>
    public Wire(Trace trace, Traits traits)
    {
        _trace = trace;
        _traits = traits;
    }

    /// <summary>
    /// Begins to hear the calling thread's network, which has to be the case's own: on another
    /// there are other people's frames.
    /// </summary>
    public void Open()
    {
        _tap = FrameTap.TryOpen();
        _openedAt = DateTime.UtcNow;
        _openedOnTrace = _trace.Now;
    }

    /// <summary>Whether anything can be seen.</summary>
    public bool IsHeard => _tap is not null;

    /// <summary>One of our sockets; a listening socket has no number.</summary>
    public void Own(Transport transport, int port, int connection = 0)
    {
        lock (_gate)
        {
            _ours[(transport, port)] = connection;
        }
    }

    /// <summary>A connection that the program has made to our listening socket.</summary>
    public void Meet(Transport transport, int port, int connection)
    {
        lock (_gate)
        {
            _theirs[(transport, port)] = connection;
        }
    }

    /// <summary>Whether one of our sockets has or had this port.</summary>
    public bool IsOurs(Transport transport, int port)
    {
        lock (_gate)
        {
            return _ours.ContainsKey((transport, port));
        }
    }

    /// <summary>What was seen so far, without the questions for names.</summary>
    public IReadOnlyList<Frame> Frames
    {
        get
        {
            lock (_gate)
            {
                Look();
                return [.. _frames];
            }
        }
    }

    void Look()
    {
        foreach (Frame frame in _tap?.Take() ?? [])
        {
            if (_frames.Count < MostFrames && !IsAboutNames(frame))
            {
                _frames.Add(frame);
            }
        }
    }

    bool IsAboutNames(Frame frame) => _traits.Port != NameServicePort
        && (frame.Refused?.Destination.Port == NameServicePort
            || frame is { Protocol: FrameProtocol.Udp, Source.Port: NameServicePort }
                or { Protocol: FrameProtocol.Udp, Destination.Port: NameServicePort });

    /// <summary>Hears no more, and writes down what was seen.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_tap is null)
            {
                return;
            }

            Look();
            _tap.Dispose();
            _tap = null;
            foreach (Frame frame in _frames)
            {
                Write(frame);
            }
        }
    }

    void Write(Frame frame)
    {
        // A refusal is sent by the host of the port that nobody has.
        (Transport transport, IPEndPoint from, IPEndPoint to) = frame.Refused is { } refused
            ? (Of(refused.Protocol), refused.Destination, refused.Source)
            : (Of(frame.Protocol), frame.Source, frame.Destination);
        bool isOurs = _ours.ContainsKey((transport, from.Port))
            || (_traits.IsTcpServer() && to.Port == _traits.Port);
        int number = new[]
        {
            _ours.GetValueOrDefault((transport, from.Port)),
            _ours.GetValueOrDefault((transport, to.Port)),
            _theirs.GetValueOrDefault((transport, from.Port)),
            _theirs.GetValueOrDefault((transport, to.Port)),
        }.Max();
        _trace.AddFrame(
            frame.Time - _openedAt + _openedOnTrace,
            isOurs ? TraceSide.Doorway : TraceSide.Program, FrameText.Of(frame),
            frame.Data.Span, number,
            new FrameEvent
            {
                Time = frame.Time,
                Bytes = frame.Whole,
                OriginalLength = frame.Whole.Length + frame.Length - frame.Data.Length,
                Decoded = frame,
            });
    }

    static Transport Of(FrameProtocol protocol) =>
        protocol == FrameProtocol.Tcp ? Transport.Tcp : Transport.Udp;
}
