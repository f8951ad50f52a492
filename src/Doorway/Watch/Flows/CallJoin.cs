namespace Doorway.Watch.Flows;

/// <summary>Gives calls their ranges.</summary>
sealed class CallJoin(FlowTable flows, SocketTable sockets, Newcomers newcomers)
{
    readonly StreamCalls _streams = new(flows, sockets, newcomers);
    readonly DatagramCalls _datagrams = new(flows, sockets, newcomers);
    readonly UnixDatagramCalls _unixDatagrams = new(flows, sockets);

    /// <summary>The call with its range, if it has one.</summary>
    public CallEvent Join(CallEvent call)
    {
        if (call.Transport is not { } transport || call.Socket == 0 || call.Range is not null)
        {
            return call;
        }

        FlowRange? range =
            call.IsWaiting ? Waiting(call)
            : transport.IsStream ? _streams.Join(call)
            : transport == Transport.Udp ? _datagrams.Join(call)
            : _unixDatagrams.Join(call);
        return range is null ? call : call with { Range = range };
    }

    /// <summary>
    /// Whether it received what is not known to have been sent yet. strace tells when a call
    /// began, and how long it took less its own work, so that a return seems some microseconds
    /// earlier than it was.
    /// </summary>
    public bool IsEarly(CallEvent call)
    {
        int moved = CallRoles.Moved(call);
        if (call.IsWaiting || moved == 0 || call.Messages.Count > 0 || call.Range is not null
            || CallRoles.Of(call.Call) != CallRole.Receive)
        {
            return false;
        }

        SocketState state = sockets.Of(call.Socket);
        if (call.Transport == Transport.Udp)
        {
            return IsEarlyDatagram(call, state, moved);
        }

        if (call.Transport?.IsStream != true || state.Flow is not { HasFirstCall: true } own)
        {
            return false;
        }

        StreamSide stream = own.StreamOf(Flow.Other(state.Side));
        long end = stream.Received + moved;
        return stream.HasSyn ? end > stream.OffsetOf(stream.Line.Next)
            : stream.HasSend && end > stream.Sent;
    }

    bool IsEarlyDatagram(CallEvent call, SocketState state, int moved)
    {
        End peer = sockets.Ends.Read(call.Peer) is { IsKnown: true } told ? told : state.Peer;
        if (!peer.IsKnown || flows.Find(Transport.Udp, state.Local, peer) is not { } flow
            || flow.SideOf(peer) is not { } from)
        {
            return peer.IsKnown;
        }

        DatagramSide datagrams = flow.DatagramsOf(from);
        bool isHeard = flow.IsHeard
            || newcomers.Has(Transport.Udp, peer, flow.EndOf(Flow.Other(from)));
        return isHeard ? !datagrams.HasArrived(moved, call.Bytes.Span)
            : !datagrams.IsAwaited(moved, call.Bytes.Span);
    }

    // What it waits for comes next.
    FlowRange? Waiting(CallEvent call)
    {
        SocketState state = sockets.Of(call.Socket);
        if (state.Flow is not { } flow)
        {
            return null;
        }

        bool receives = CallRoles.Of(call.Call) == CallRole.Receive;
        Side from = receives ? Flow.Other(state.Side) : state.Side;
        FlowRange range = flow.Nothing(from);
        return receives ? range with { Offset = flow.StreamOf(from).Received } : range;
    }
}
