using Doorway.Frames;

namespace Doorway.Watch.Flows;

/// <summary>
/// Gives TCP segments their numbers, ranges, marks and the states that they bring about. Who sent
/// the SYN is the client.
/// </summary>
sealed class SegmentJoin(
    FlowTable flows, SocketTable sockets, Newcomers newcomers, Action<WatchEvent> told)
{
    const TcpFlags Opening = TcpFlags.Syn | TcpFlags.Ack;

    /// <summary>The segment with what is known of it.</summary>
    public FrameEvent Join(FrameEvent seen, Frame frame)
    {
        TcpHeader header = frame.Tcp!;
        (End source, End target) = (End.Of(frame.Source), End.Of(frame.Destination));
        Flow flow = FlowOf(header, source, target, seen.Time);
        Side from = flow.SideOf(source) ?? Side.Client;
        flows.Name(flow, from, source, seen.Time);
        flows.Name(flow, Flow.Other(from), target, seen.Time);
        (StreamSide stream, StreamSide other) =
            (flow.StreamOf(from), flow.StreamOf(Flow.Other(from)));
        Begin(flow, stream, other, header, seen.Time);

        long sequence = stream.Count(header.Sequence);
        long acknowledgment = (header.Flags & TcpFlags.Ack) == 0
            ? 0 : other.Count(header.Acknowledgment);
        var numbers = new SegmentNumbers(
            sequence, acknowledgment, stream.Line.Scaled(header, other.Line));
        StreamAlignment.BeforeSegment(stream, sequence, frame.Data, frame.Length);
        FrameMarks marks = stream.Line.Pass(header, frame.Length, numbers, other.Line);
        marks = marks == FrameMarks.Reset && flow.States.IsAsking(Flow.Other(from))
            ? FrameMarks.Refusal : marks;
        Change(flow, from, frame, acknowledgment);
        return seen with
        {
            Numbers = numbers,
            Range = new FlowRange(
                flow.Number, from, OffsetOf(stream, header, sequence), frame.Length),
            Marks = marks,
            States = flow.States.Both,
        };
    }

    // SYN and FIN have numbers too, but are no bytes.
    static long OffsetOf(StreamSide stream, TcpHeader header, long sequence)
    {
        bool isSyn = (header.Flags & TcpFlags.Syn) != 0;
        bool isBehindFin = stream.Line.Fin >= 0 && sequence > stream.Line.Fin;
        return stream.OffsetOf(sequence + (isSyn ? 1 : 0) - (isBehindFin ? 1 : 0));
    }

    Flow FlowOf(TcpHeader header, End source, End target, DateTime time)
    {
        Flow? flow = flows.Find(Transport.Tcp, source, target);
        switch (header.Flags & Opening)
        {
            case TcpFlags.Syn:
                // Another SYN between the same ends opens another connection.
                return flow is not null && flow.SideOf(source) is { } side
                    && !flow.StreamOf(side).IsAnother(header)
                    ? flow : flows.Add(Transport.Tcp, source, target, time);
            case Opening:
                return flow ?? flows.Add(Transport.Tcp, target, source, time);
            default:
                return flow ?? (IsServer(source, target)
                    ? flows.Add(Transport.Tcp, target, source, time)
                    : flows.Add(Transport.Tcp, source, target, time));
        }
    }

    // It was under way already: who waits for clients at a port is the server.
    bool IsServer(End source, End target) =>
        sockets.IsServerPort(source.Port)
        || (!sockets.IsServerPort(target.Port) && source.Port < target.Port);

    void Begin(Flow flow, StreamSide stream, StreamSide other, TcpHeader header, DateTime time)
    {
        if ((header.Flags & TcpFlags.Syn) != 0)
        {
            if (!stream.HasSyn)
            {
                stream.Begin(header.Sequence);
            }

            if (flow.HasFirstCall)
            {
                stream.NeedsNoAlignment();
            }
        }
        else if (!stream.HasFrames)
        {
            stream.BeginInside(header.Sequence);
            if (!other.HasFrames)
            {
                flow.States.WasUnderWay();
                TellUnderWay(flow, time);
            }
        }

        if ((header.Flags & TcpFlags.Ack) != 0 && !other.HasFrames)
        {
            other.BeginInside(header.Acknowledgment);
        }
    }

    void TellUnderWay(Flow flow, DateTime time)
    {
        if (!flow.IsToldUnderWay)
        {
            flow.IsToldUnderWay = true;
            told(new NoticeEvent
            {
                Time = time,
                Words = $"The connection {flow.EndOf(Side.Client).Text} to "
                    + $"{flow.EndOf(Side.Server).Text} was under way when its first frame was "
                    + "seen: its bytes count from there, its windows may be larger than shown, "
                    + "and which end is the client is taken from the ports.",
            });
        }
    }

    void Change(Flow flow, Side from, Frame frame, long acknowledgment)
    {
        (StreamSide stream, StreamSide other) =
            (flow.StreamOf(from), flow.StreamOf(Flow.Other(from)));
        TcpFlags flags = frame.Tcp!.Flags & ~TcpFlags.Fin;
        if ((flags & Opening) == TcpFlags.Syn && newcomers.IsRefused(frame))
        {
            flow.States.Refuse(from);
            return;
        }

        if (stream.Line.Fin >= 0 && !stream.IsFinTold)
        {
            stream.IsFinTold = true;
            flags |= TcpFlags.Fin;
        }

        bool acknowledgesFin = other.IsFinTold && acknowledgment > other.Line.Fin;
        flow.States.Pass(from, flags, acknowledgesFin);
    }
}
