namespace Doorway.Watch.Flows;

/// <summary>
/// Gives the calls of UDP sockets their ranges. One socket may have many flows; who sent first is
/// the client.
/// </summary>
sealed class DatagramCalls(FlowTable flows, SocketTable sockets, Newcomers newcomers)
{
    const int MostUnnamed = 1_024;

    /// <summary>The range of a call that has returned.</summary>
    public FlowRange? Join(CallEvent call)
    {
        CallRole role = CallRoles.Of(call.Call);
        SocketState state = sockets.Of(call.Socket);
        End peer = sockets.Ends.Read(call.Peer) is { IsKnown: true } told ? told : state.Peer;
        if (!peer.IsKnown || role is not (CallRole.Send or CallRole.Receive))
        {
            return null;
        }

        if (role == CallRole.Receive && call.Error is not null)
        {
            return null;
        }

        Flow flow = role == CallRole.Send ? Outgoing(call, state, peer)
            : Incoming(call, state, peer);
        Side side = flow.EndOf(Side.Client).IsKnown && flow.SideOf(state.Local) is { } own
            ? own : flow.SideOf(peer) is { } other ? Flow.Other(other) : Side.Client;
        flow.Attach(side, call.Socket);
        if (call.Error is not null)
        {
            return flow.Nothing(side);
        }

        bool sends = role == CallRole.Send;
        Side from = sends ? side : Flow.Other(side);
        FlowRange range = Move(call, sends, flow, from);
        if (sends && from == Side.Server && flow.DatagramsOf(from).Newest is { } answer)
        {
            flows.Answer(flow, answer);
        }

        return range;
    }

    Flow Outgoing(CallEvent call, SocketState state, End peer)
    {
        End local = state.Local.IsKnown ? state.Local : newcomers.SourceOf(
            Transport.Udp, peer, call, source => IsFree(source, peer, call.Socket));
        if (local.IsKnown && !state.Local.IsKnown)
        {
            state.Local = local;
        }

        return Known(call, state, local, peer)
            ?? AddUnnamed(state, peer, flows.Add(Transport.Udp, local, peer, call.Time));
    }

    Flow Incoming(CallEvent call, SocketState state, End peer)
    {
        DateTime returned = call.Time + call.Took;
        if (Known(call, state, state.Local, peer) is { } flow)
        {
            return flow;
        }

        if (flows.OnlyUnnamed(Transport.Udp, state.Local, returned) is { } unnamed
            && unnamed.DatagramsOf(Side.Client).IsAwaited(
                CallRoles.Moved(call), call.Bytes.Span))
        {
            flows.Name(unnamed, Side.Client, peer, returned);
            return unnamed;
        }

        return flows.Add(Transport.Udp, peer, state.Local, returned);
    }

    bool IsFree(End local, End peer, int socket) =>
        flows.Find(Transport.Udp, local, peer) is not { } flow
        || flow.SocketOf(Side.Client) == 0 || flow.SocketOf(Side.Client) == socket;

    Flow? Known(CallEvent call, SocketState state, End local, End peer)
    {
        if (state.Unnamed?.TryGetValue(peer, out Flow? unnamed) == true)
        {
            if (!local.IsKnown)
            {
                return unnamed;
            }

            state.Unnamed.Remove(peer);
            if (flows.Find(Transport.Udp, local, peer) is not { } better)
            {
                flows.Name(unnamed, Side.Client, local, call.Time);
                return unnamed;
            }

            return better;
        }

        // Another socket of the same address is another client, that came later.
        return local.IsKnown && flows.Find(Transport.Udp, local, peer) is { } flow
            && (flow.SideOf(local) != Side.Client || IsFree(local, peer, call.Socket))
            ? flow : null;
    }

    static Flow AddUnnamed(SocketState state, End peer, Flow flow)
    {
        if (flow.EndOf(Side.Client).IsKnown)
        {
            return flow;
        }

        state.Unnamed ??= [];
        if (state.Unnamed.Count >= MostUnnamed)
        {
            state.Unnamed.Clear();
        }

        state.Unnamed[peer] = flow;
        return flow;
    }

    /// <summary>The datagrams that a call moved.</summary>
    /// <param name="call">The call.</param>
    /// <param name="sends">Whether it sent them.</param>
    /// <param name="flow">Their flow.</param>
    /// <param name="from">Who sent them.</param>
    public static FlowRange Move(CallEvent call, bool sends, Flow flow, Side from)
    {
        DatagramSide side = flow.DatagramsOf(from);
        DateTime time = sends ? call.Time : call.Time + call.Took;
        bool isPeek = !sends && StreamCalls.IsPeek(call);
        FlowRange? all = null;
        int at = 0;
        foreach (int length in call.Messages.Count > 0
            ? call.Messages : [CallRoles.Moved(call)])
        {
            int start = Math.Min(at, call.Bytes.Length);
            ReadOnlyMemory<byte> bytes =
                call.Bytes.Slice(start, Math.Min(length, call.Bytes.Length - start));
            Datagram one = sends ? side.Send(length, bytes, time)
                : side.Receive(length, bytes, time, isPeek);
            all ??= new FlowRange(flow.Number, from, one.Offset, 0) { Datagram = one.Number };
            at += length;
        }

        return all! with { Length = at };
    }
}
