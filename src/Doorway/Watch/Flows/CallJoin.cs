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
