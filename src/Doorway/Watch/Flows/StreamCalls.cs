namespace Doorway.Watch.Flows;

/// <summary>
/// Gives the calls of connections their ranges: a socket's bytes are counted as they go in and
/// come out. Who called connect is the client.
/// </summary>
sealed class StreamCalls(FlowTable flows, SocketTable sockets, Newcomers newcomers)
{
    /// <summary>The range of a call that has returned.</summary>
    public FlowRange? Join(CallEvent call)
    {
        SocketState state = sockets.Of(call.Socket);
        CallRole role = CallRoles.Of(call.Call);
        return role switch
        {
            CallRole.Listen => null,
            CallRole.Accept => Accept(call, state),
            CallRole.Connect => Connect(call, state),
            // What is called on a socket before it is connected belongs to no flow.
            CallRole.Other when state.Flow is null && call.Peer is null => null,
            _ when FlowOf(call, state) is null => null,
            CallRole.Send or CallRole.Receive when call.Error is null =>
                Move(call, role, state.Flow!, state.Side),
            CallRole.Receive => state.Flow!.Nothing(Flow.Other(state.Side)) with
            {
                Offset = state.Flow.StreamOf(Flow.Other(state.Side)).Received,
            },
            _ => state.Flow!.Nothing(state.Side),
        };
    }

    FlowRange? Connect(CallEvent call, SocketState state)
    {
        bool goesOn = state.IsConnecting;
        state.IsConnecting = call.Error is "EINPROGRESS" or "EALREADY" or "EINTR";
        state.IsSeenToBegin = true;
        if (goesOn && state.Flow is not null)
        {
            return state.Flow.Nothing(Side.Client);
        }

        state.Flow = null;
        if (call.Transport == Transport.Unix)
        {
            return ConnectUnix(call, state)?.Nothing(Side.Client);
        }

        End peer = sockets.Ends.Read(call.Peer) is { IsKnown: true } told ? told : state.Peer;
        if (!peer.IsKnown)
        {
            return null;
        }

        End local = state.Local.IsKnown ? state.Local : newcomers.SourceOf(
            Transport.Tcp, peer, call, source => IsFree(source, peer, call));
        Flow? flow = local.IsKnown && IsFree(local, peer, call)
            ? flows.Find(Transport.Tcp, local, peer) : null;
        Attach(flow ?? flows.Add(Transport.Tcp, local, peer, call.Time), Side.Client, call.Socket);
        return state.Flow!.Nothing(Side.Client);
    }

    // A connection between the same ends from before is another one.
    bool IsFree(End local, End peer, CallEvent call) =>
        flows.Find(Transport.Tcp, local, peer) is not { } flow
        || (flow.SideOf(local) == Side.Client
            && (flow.SocketOf(Side.Client) == 0 || flow.SocketOf(Side.Client) == call.Socket)
            && (flow.Began >= call.Time || flow.SocketOf(Side.Server) == 0)
            && !(flow.StreamOf(Side.Client).HasSyn && flow.Began < call.Time));

    FlowRange? Accept(CallEvent call, SocketState listener)
    {
        if (call.Error is not null || call.Made == 0)
        {
            return null;
        }

        SocketState made = sockets.Of(call.Made);
        made.IsSeenToBegin = true;
        if (call.Transport == Transport.Unix)
        {
            return AcceptUnix(call)?.Nothing(Side.Client);
        }

        End peer = sockets.Ends.Read(call.Peer) is { IsKnown: true } told ? told : made.Peer;
        if (!peer.IsKnown)
        {
            return null;
        }

        End local = made.Local.IsKnown ? made.Local : listener.Local;
        made.Peer = peer;
        Flow? flow = flows.Find(Transport.Tcp, peer, local);
        if (flow is null && flows.OnlyUnnamed(
            Transport.Tcp, local, call.Time + call.Took) is { } unnamed)
        {
            flow = unnamed;
            flows.Name(flow, Side.Client, peer, call.Time);
        }

        if (flow is null || flow.SocketOf(Side.Server) is not 0
            && flow.SocketOf(Side.Server) != call.Made)
        {
            flow = flows.Add(Transport.Tcp, peer, local, call.Time + call.Took);
        }

        flows.Name(flow, Side.Server, local, call.Time + call.Took);
        Attach(flow, Side.Server, call.Made);
        return flow.Nothing(Side.Client);
    }

    Flow? FlowOf(CallEvent call, SocketState state)
    {
        if (state.Flow is { IsNamed: true } or { Transport: Transport.Unix })
        {
            return state.Flow;
        }

        if (call.Transport == Transport.Unix)
        {
            return call.PeerSocket == 0 ? null : Pair(call, state);
        }

        if (!state.Local.IsKnown || !state.Peer.IsKnown)
        {
            return state.Flow;
        }

        Flow? found = flows.Find(Transport.Tcp, state.Local, state.Peer);
        if (state.Flow is not null && (found is null || found == state.Flow))
        {
            flows.Name(state.Flow, state.Side, state.Local, call.Time);
            return state.Flow;
        }

        Side side = found?.SideOf(state.Local) ?? GuessSide(state);
        if (found is null || found.SocketOf(side) is not 0 && found.SocketOf(side) != call.Socket)
        {
            found = side == Side.Client
                ? flows.Add(Transport.Tcp, state.Local, state.Peer, call.Time)
                : flows.Add(Transport.Tcp, state.Peer, state.Local, call.Time);
        }

        Attach(found, side, call.Socket);
        return found;
    }

    // It was under way already: who waits for clients at a port is the server.
    Side GuessSide(SocketState state) =>
        sockets.IsServerPort(state.Local.Port) ? Side.Server
        : sockets.IsServerPort(state.Peer.Port) ? Side.Client
        : state.Local.Port < state.Peer.Port ? Side.Server : Side.Client;

    // The other end has no number before it is accepted (unix_diag); then its call tells this one.
    Flow? ConnectUnix(CallEvent call, SocketState state)
    {
        if (call.PeerSocket != 0 || call.Error is not null || string.IsNullOrEmpty(call.Peer))
        {
            return FlowOf(call, state);
        }

        Flow flow = flows.Add(
            Transport.Unix, new End(default, call.Socket), default, call.Time, (null, call.Peer));
        Attach(flow, Side.Client, call.Socket);
        return flow;
    }

    // A client that has closed meanwhile has no number any more.
    Flow? AcceptUnix(CallEvent call)
    {
        Flow? begun = call.PeerSocket != 0 ? sockets.Of(call.PeerSocket).Flow
            : call.Local is { } path ? flows.FirstUnaccepted(path) : null;
        if (begun is not { Transport: Transport.Unix } || begun.EndOf(Side.Server).IsKnown)
        {
            return null;
        }

        flows.Name(begun, Side.Server, new End(default, call.Made), call.Time + call.Took);
        Attach(begun, Side.Server, call.Made);
        return begun;
    }

    // A Unix socket that was accepted has its listener's path; a client's mostly has none.
    Flow Pair(CallEvent call, SocketState state)
    {
        (End own, End peer) = (new End(default, call.Socket), new End(default, call.PeerSocket));
        bool isServer = !string.IsNullOrEmpty(state.Path);
        Flow flow = flows.Find(Transport.Unix, own, peer) ?? (isServer
            ? flows.Add(Transport.Unix, peer, own, call.Time, (null, state.Path))
            : flows.Add(Transport.Unix, own, peer, call.Time, (null, call.Peer)));
        Attach(flow, flow.SideOf(own) ?? Side.Client, call.Socket);
        return flow;
    }

    void Attach(Flow flow, Side side, int socket)
    {
        SocketState state = sockets.Of(socket);
        (state.Flow, state.Side) = (flow, side);
        flow.Attach(side, socket);
        flow.HasFirstCall |= state.IsSeenToBegin;
        if (flow.HasFirstCall)
        {
            StreamAlignment.BothFromTheFirst(flow);
        }
    }

    static FlowRange Move(CallEvent call, CallRole role, Flow flow, Side side)
    {
        bool sends = role == CallRole.Send;
        Side from = sends ? side : Flow.Other(side);
        StreamSide stream = flow.StreamOf(from);
        int moved = CallRoles.Moved(call);
        StreamAlignment.BeforeCall(flow, stream, sends, moved, call.Bytes.Span);
        long offset = sends ? stream.Sent : stream.Received;
        if (sends)
        {
            stream.Remember(offset, call.Bytes);
            stream.Sent += moved;
        }
        else if (!IsPeek(call))
        {
            stream.Received += moved;
        }

        return new FlowRange(flow.Number, from, offset, moved);
    }

    /// <summary>Whether what was received can be received again.</summary>
    public static bool IsPeek(CallEvent call) =>
        call.Arguments.Contains("MSG_PEEK", StringComparison.Ordinal);
}
