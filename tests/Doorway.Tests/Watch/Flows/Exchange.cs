using System.Net;
using System.Text;
using Doorway.Frames;
using Doorway.Watch;
using Doorway.Watch.Flows;

namespace Doorway.Tests.Watch.Flows;

/// <summary>Events made by hand, in a time of their own, and what the join makes of them.</summary>
sealed class Exchange
{
    public const string ClientEnd = "127.0.0.1:45678";
    public const string ServerEnd = "127.0.0.1:12000";

    static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    readonly List<WatchEvent> _told = [];
    readonly EventJoin _join;
    long _calls;

    public Exchange() => _join = new EventJoin(_told.Add);

    /// <summary>All that was told, in order.</summary>
    public IReadOnlyList<WatchEvent> Told => _told;

    public FlowEvent[] Flows => [.. _told.OfType<FlowEvent>()];

    public NoticeEvent[] Notices => [.. _told.OfType<NoticeEvent>()];

    public static DateTime At(double milliseconds) =>
        Start + TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));

    /// <summary>Joins events at once; the last that was told.</summary>
    public T Join<T>(T seen)
        where T : WatchEvent
    {
        _join.Foresee(seen);
        _join.Join(seen);
        _join.Pass(DateTime.MaxValue);
        return (T)_told[^1];
    }

    /// <summary>Joins events as the thread does, that arrive together.</summary>
    public void JoinAll(IEnumerable<WatchEvent> events)
    {
        var order = new EventOrder(FlowJoin.Window);
        foreach (WatchEvent seen in events)
        {
            _join.Foresee(seen);
            order.Add(seen, DateTime.UtcNow);
        }

        while (order.Take(DateTime.MaxValue) is { } next)
        {
            _join.Join(next);
        }

        _join.Pass(DateTime.MaxValue);
    }

    public CallEvent Call(
        double at, string name, int socket, string? local, string? peer, string text = "",
        double took = 0.01, Transport transport = Transport.Tcp, int made = 0, int peerSocket = 0,
        string? error = null, string arguments = "", bool isWaiting = false) => new()
        {
            Id = ++_calls,
            Time = At(at),
            Took = TimeSpan.FromMilliseconds(took),
            Call = name,
            Process = 1,
            Socket = socket,
            Local = local,
            Peer = peer,
            Transport = transport,
            Bytes = Encoding.Latin1.GetBytes(text),
            Result = error is null ? text.Length : -1,
            Made = made,
            PeerSocket = peerSocket,
            Error = error,
            Arguments = arguments,
            IsWaiting = isWaiting,
        };

    /// <summary>A segment from the client to the server, or back.</summary>
    public static FrameEvent Segment(
        double at, Side from, TcpFlags flags, uint sequence, uint acknowledgment = 0,
        string text = "", int window = 1000, int? scale = null, string client = ClientEnd,
        string server = ServerEnd) =>
        Frame(at, FrameProtocol.Tcp, from == Side.Client ? client : server,
            from == Side.Client ? server : client, text, new TcpHeader
            {
                Flags = flags,
                Sequence = sequence,
                Acknowledgment = acknowledgment,
                Window = window,
                WindowScale = scale,
            });

    public static FrameEvent Datagram(
        double at, string text, string source = ClientEnd, string target = ServerEnd) =>
        Frame(at, FrameProtocol.Udp, source, target, text, null);

    /// <summary>The news that nobody is at the target of a packet.</summary>
    public static FrameEvent Unreachable(
        double at, FrameProtocol protocol, string source, string target) => new()
        {
            Time = At(at),
            Bytes = default,
            Decoded = new Frame
            {
                Time = At(at),
                Protocol = FrameProtocol.PortUnreachable,
                Source = new IPEndPoint(IPEndPoint.Parse(target).Address, 0),
                Destination = new IPEndPoint(IPEndPoint.Parse(source).Address, 0),
                Refused = new RefusedPacket(
                    protocol, IPEndPoint.Parse(source), IPEndPoint.Parse(target)),
            },
        };

    static FrameEvent Frame(
        double at, FrameProtocol protocol, string source, string target, string text,
        TcpHeader? header)
    {
        byte[] data = Encoding.Latin1.GetBytes(text);
        return new FrameEvent
        {
            Time = At(at),
            Bytes = data,
            OriginalLength = data.Length,
            Decoded = new Frame
            {
                Time = At(at),
                Protocol = protocol,
                Source = IPEndPoint.Parse(source),
                Destination = IPEndPoint.Parse(target),
                Length = data.Length,
                Data = data,
                Tcp = header,
            },
        };
    }
}
