namespace Doorway.Watch.Flows;

/// <summary>
/// Gives the calls of Unix datagram sockets their ranges. A sender mostly has no path, so that its
/// receiver is not told whom a datagram came from; then its bytes tell, if only one has sent such.
/// </summary>
sealed class UnixDatagramCalls(FlowTable flows, SocketTable sockets)
{
    const int MostIncoming = 256;

    /// <summary>The range of a call that has returned.</summary>
    public FlowRange? Join(CallEvent call) => (CallRoles.Of(call.Call), call.Error) switch
    {
        (CallRole.Send, null) => Send(call),
        (CallRole.Receive, null) => Receive(call),
        _ => null,
    };

    int PeerOf(CallEvent call) => call.PeerSocket != 0 ? call.PeerSocket
        : string.IsNullOrEmpty(call.Peer) ? 0 : sockets.AtPath(call.Peer);

    FlowRange? Send(CallEvent call)
    {
        int to = PeerOf(call);
        if (to == 0)
        {
            return null;
        }

        Flow flow = Between(call, call.Socket, to);
        SocketState receiver = sockets.Of(to);
        receiver.Incoming ??= [];
        if (!receiver.Incoming.Contains(flow))
        {
            if (receiver.Incoming.Count >= MostIncoming)
            {
                receiver.Incoming.RemoveAt(0);
            }

            receiver.Incoming.Add(flow);
        }

        Side from = flow.SideOf(new End(default, call.Socket)) ?? Side.Client;
        return DatagramCalls.Move(call, sends: true, flow, from);
    }

    FlowRange? Receive(CallEvent call)
    {
        var own = new End(default, call.Socket);
        if (PeerOf(call) is not 0 and int from)
        {
            Flow flow = Between(call, from, call.Socket);
            return DatagramCalls.Move(
                call, sends: false, flow, Flow.Other(flow.SideOf(own) ?? Side.Server));
        }

        int moved = CallRoles.Moved(call);
        Flow[] senders =
        [
            .. sockets.Of(call.Socket).Incoming?.Where(flow =>
                flow.DatagramsOf(Flow.Other(flow.SideOf(own) ?? Side.Server))
                    .IsAwaited(moved, call.Bytes.Span)) ?? [],
        ];
        return senders is [var only]
            ? DatagramCalls.Move(
                call, sends: false, only, Flow.Other(only.SideOf(own) ?? Side.Server))
            : null;
    }

    Flow Between(CallEvent call, int from, int to)
    {
        (End one, End other) = (new End(default, from), new End(default, to));
        bool sends = from == call.Socket;
        return flows.Find(Transport.UnixDatagram, one, other) ?? flows.Add(
            Transport.UnixDatagram, one, other, call.Time,
            sends ? (call.Local, call.Peer) : (call.Peer, call.Local));
    }
}
