using System.Net;
using Doorway.Frames;

namespace Doorway.Watch.Flows;

/// <summary>
/// The first frames of flows that have arrived and wait for their turn. They tell which port a
/// socket got that the program did not ask for: a connect or a first sendto(2) does not say.
/// </summary>
/// <param name="flows">The flows that are known.</param>
sealed class Newcomers(FlowTable flows)
{
    const int MostOfOne = 64;
    const int Capacity = 4_096;

    // strace does not count all of a call's time as the call's.
    static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(5);

    readonly Recent<(Transport, End), List<Frame>> _byTarget = new(Capacity);
    readonly Recent<(IPEndPoint, IPEndPoint, uint), bool> _refusals = new(Capacity);

    /// <summary>A frame arrived.</summary>
    public void Add(Frame frame)
    {
        if (frame.Tcp is { } header)
        {
            TcpFlags kind = header.Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst);
            if (kind == TcpFlags.Syn)
            {
                Add(Transport.Tcp, frame);
            }
            else if (kind == (TcpFlags.Rst | TcpFlags.Ack) && header.Sequence == 0)
            {
                _refusals.Set((frame.Destination, frame.Source, header.Acknowledgment), true);
            }
        }
        else if (frame.Protocol == FrameProtocol.Udp)
        {
            AddDatagram(frame);
        }
    }

    /// <summary>Whether a SYN is known to have been refused (RFC 9293 3.5.2).</summary>
    public bool IsRefused(Frame syn) => _refusals.TryGet(
        (syn.Source, syn.Destination, unchecked(syn.Tcp!.Sequence + (uint)syn.Length + 1)), out _);

    /// <summary>Whose frame a call sent that has no address of its own yet; none where no frame
    /// suits.</summary>
    /// <param name="transport">Its transport.</param>
    /// <param name="target">To whom it sent.</param>
    /// <param name="call">The call; the frame was on the wire while it ran.</param>
    /// <param name="isFree">Whether a source is nobody's yet.</param>
    public End SourceOf(Transport transport, End target, CallEvent call, Func<End, bool> isFree)
    {
        if (!_byTarget.TryGet((transport, target), out List<Frame>? frames))
        {
            return default;
        }

        int moved = CallRoles.Moved(call);
        foreach (Frame frame in frames)
        {
            if (frame.Time >= call.Time && frame.Time <= call.Time + call.Took + Jitter
                && (transport == Transport.Tcp || (frame.Length == moved && IsSame(frame, call)))
                && End.Of(frame.Source) is var source && isFree(source))
            {
                return source;
            }
        }

        return default;
    }

    static bool IsSame(Frame frame, CallEvent call)
    {
        int most = Math.Min(frame.Data.Length, call.Bytes.Length);
        return frame.Data.Span[..most].SequenceEqual(call.Bytes.Span[..most]);
    }

    /// <summary>Whether a frame from one end to the other waits for its turn.</summary>
    public bool Has(Transport transport, End source, End target) =>
        _byTarget.TryGet((transport, target), out List<Frame>? frames)
        && frames.Exists(frame => End.Of(frame.Source) == source);

    void AddDatagram(Frame frame)
    {
        if (flows.Find(
            Transport.Udp, End.Of(frame.Source), End.Of(frame.Destination)) is { } flow)
        {
            flow.IsHeard = true;
        }
        else
        {
            Add(Transport.Udp, frame);
        }
    }

    void Add(Transport transport, Frame frame)
    {
        (Transport, End) target = (transport, End.Of(frame.Destination));
        if (!_byTarget.TryGet(target, out List<Frame>? frames))
        {
            _byTarget.Set(target, frames = []);
        }

        if (frames.Count >= MostOfOne)
        {
            frames.RemoveAt(0);
        }

        frames.Add(frame);
    }
}
