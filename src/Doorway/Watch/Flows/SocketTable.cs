namespace Doorway.Watch.Flows;

/// <summary>What is known of a program's socket.</summary>
sealed class SocketState
{
    /// <summary>Its own address.</summary>
    public End Local { get; set; }

    /// <summary>The address it is connected to.</summary>
    public End Peer { get; set; }

    /// <summary>Its path, of a Unix socket.</summary>
    public string? Path { get; set; }

    /// <summary>The flow of its connection.</summary>
    public Flow? Flow { get; set; }

    /// <summary>Which side of the flow it is.</summary>
    public Side Side { get; set; }

    /// <summary>Whether it was seen to be connected or accepted.</summary>
    public bool IsSeenToBegin { get; set; }

    /// <summary>Whether a connect has not come to its end.</summary>
    public bool IsConnecting { get; set; }

    /// <summary>Flows of datagrams to an address from this socket, before its own is known.
    /// </summary>
    public Dictionary<End, Flow>? Unnamed { get; set; }

    /// <summary>Flows whose datagrams come to this Unix socket.</summary>
    public List<Flow>? Incoming { get; set; }
}

/// <summary>The sockets of the programs, by their numbers.</summary>
sealed class SocketTable
{
    const int Capacity = 16_384;

    readonly Recent<int, SocketState> _sockets = new(Capacity);
    readonly HashSet<int> _listening = [];
    readonly Recent<string, int> _paths = new(Capacity);
    int _unseen;

    /// <summary>Reads addresses.</summary>
    public EndReader Ends { get; } = new();

    /// <summary>The state of a socket.</summary>
    public SocketState Of(int socket)
    {
        if (!_sockets.TryGet(socket, out SocketState? state))
        {
            state = new SocketState();
            _sockets.Set(socket, state);
        }

        return state;
    }

    /// <summary>Whether somebody waited for clients at a port, or a UDP socket was bound to it.
    /// </summary>
    public bool IsServerPort(int port) => _listening.Contains(port);

    /// <summary>The socket that is bound to a path; a number below 0 where nobody is seen to
    /// have bound it.</summary>
    public int AtPath(string path)
    {
        if (!_paths.TryGet(path, out int socket))
        {
            _paths.Set(path, socket = --_unseen);
        }

        return socket;
    }

    /// <summary>Takes the names that a call tells.</summary>
    public void Learn(CallEvent call)
    {
        if (call.Socket == 0 || call.Transport is not { } transport)
        {
            return;
        }

        SocketState state = Of(call.Socket);
        if (transport.IsUnix)
        {
            state.Path ??= call.Local;
            if (call is { Call: "bind", Error: null, Local: { } path })
            {
                _paths.Set(path, call.Socket);
            }

            return;
        }

        End local = Ends.Read(call.Local);
        if (local.IsKnown && (!local.IsEverywhere || !state.Local.IsKnown
            || state.Local.Port != local.Port))
        {
            state.Local = local;
        }

        if (call is { Call: "listen" or "bind", Error: null } && local.IsKnown)
        {
            _listening.Add(local.Port);
        }

        if (call.Call == "connect" || (transport.IsStream && CallRoles.Of(call.Call) is not
            (CallRole.Accept or CallRole.Listen)))
        {
            End peer = Ends.Read(call.Peer);
            state.Peer = peer.IsKnown ? peer : state.Peer;
        }
    }
}
