using Doorway.Frames;

namespace Doorway.Watch.Flows;

/// <summary>Gives frames their ranges and marks.</summary>
sealed class FrameJoin(
    FlowTable flows, SocketTable sockets, Newcomers newcomers, Action<WatchEvent> told)
{
    readonly SegmentJoin _segments = new(flows, sockets, newcomers, told);

    /// <summary>The frame with what is known of it.</summary>
    public FrameEvent Join(FrameEvent seen) => seen.Decoded switch
    {
        null => seen,
        { Tcp: not null } frame => _segments.Join(seen, frame),
        { Protocol: FrameProtocol.Udp } frame => Datagram(seen, frame),
        { Refused: { } refused } => Refusal(seen, refused),
        _ => seen,
    };

    FrameEvent Datagram(FrameEvent seen, Frame frame)
    {
        (End source, End target) = (End.Of(frame.Source), End.Of(frame.Destination));
        Flow flow = flows.Find(Transport.Udp, source, target) ?? (IsAnswer(source, target)
            ? flows.Add(Transport.Udp, target, source, seen.Time)
            : flows.Add(Transport.Udp, source, target, seen.Time));
        Side from = flow.SideOf(source) ?? Side.Client;
        flows.Name(flow, from, source, seen.Time);
        flows.Name(flow, Flow.Other(from), target, seen.Time);
        Datagram one = flow.DatagramsOf(from).Frame(
            frame.Length, frame.Data, seen.Time, out FrameMarks marks);
        if (from == Side.Server)
        {
            flows.Answer(flow, one);
        }

        return seen with
        {
            Range = new FlowRange(flow.Number, from, one.Offset, frame.Length)
            {
                Datagram = one.Number,
            },
            Marks = marks,
        };
    }

    // The watch began between a question and its answer.
    bool IsAnswer(End source, End target) =>
        sockets.IsServerPort(source.Port) && !sockets.IsServerPort(target.Port);

    FrameEvent Refusal(FrameEvent seen, RefusedPacket refused)
    {
        Transport transport = refused.Protocol == FrameProtocol.Tcp ? Transport.Tcp : Transport.Udp;
        End target = End.Of(refused.Destination);
        return flows.Find(transport, End.Of(refused.Source), target) is { } flow
            && flow.SideOf(target) is { } from
            ? seen with { Range = flow.Nothing(from), Marks = FrameMarks.Refusal }
            : seen with { Marks = FrameMarks.Refusal };
    }
}
