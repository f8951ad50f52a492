namespace Doorway.Watch.Flows;

/// <summary>The flows, by the addresses of their ends; old ones are forgotten.</summary>
/// <param name="told">Gets news of flows.</param>
sealed class FlowTable(Action<WatchEvent> told)
{
    const int Capacity = 32_768;
    const int MostUnnamed = 256;
    const int MostAnswers = 64;

    readonly Recent<(Transport, End, End), Flow> _byEnds = new(Capacity);
    readonly Recent<(Transport, int, int), Flow> _byPorts = new(Capacity);
    readonly LinkedList<Flow> _unnamed = new();
    readonly Queue<(Flow Flow, Datagram Datagram)> _answers = new();
    int _flows;

    /// <summary>The last datagrams of servers, each once.</summary>
    public IEnumerable<(Flow Flow, Datagram Datagram)> Answers => _answers;

    /// <summary>A server's datagram was met.</summary>
    public void Answer(Flow flow, Datagram datagram)
    {
        if (_answers.Any(one => one.Datagram == datagram))
        {
            return;
        }

        if (_answers.Count >= MostAnswers)
        {
            _answers.Dequeue();
        }

        _answers.Enqueue((flow, datagram));
    }

    /// <summary>The flow between two ends, whichever of them is the client; null for none.
    /// </summary>
    public Flow? Find(Transport transport, End one, End other)
    {
        if (_byEnds.TryGet((transport, one, other), out Flow? flow))
        {
            return flow;
        }

        // An end may stand for every address: the socket's name is 0.0.0.0, the datagram's isn't.
        return _byPorts.TryGet((transport, one.Port, other.Port), out flow)
            && flow.SideOf(one) is { } side && flow.EndOf(Flow.Other(side)).Suits(other)
            ? flow : null;
    }

    /// <summary>A new flow.</summary>
    /// <param name="transport">Its transport.</param>
    /// <param name="client">Who spoke first.</param>
    /// <param name="server">The other end.</param>
    /// <param name="time">When.</param>
    /// <param name="paths">Names of ends that are no addresses.</param>
    public Flow Add(
        Transport transport, End client, End server, DateTime time,
        (string? Client, string? Server) paths = default)
    {
        var flow = new Flow(++_flows, transport) { Began = time };
        flow.Name(Side.Client, client);
        flow.Name(Side.Server, server);
        (flow.Paths[0], flow.Paths[1]) = paths;
        Enter(flow);
        if (!client.IsKnown || !server.IsKnown)
        {
            _unnamed.AddLast(flow);
            if (_unnamed.Count > MostUnnamed)
            {
                _unnamed.RemoveFirst();
            }
        }

        told(flow.Tell(time));
        return flow;
    }

    /// <summary>The address of an end is known better now: it is told again.</summary>
    public void Name(Flow flow, Side side, End end, DateTime time)
    {
        End known = flow.EndOf(side);
        if (known == end || !end.IsKnown || (known.IsKnown && end.IsEverywhere))
        {
            return;
        }

        flow.Name(side, end);
        _unnamed.Remove(flow);
        Enter(flow);
        told(flow.Tell(time));
    }

    /// <summary>
    /// The only flow to a server whose client has no address yet; null where there are several, so
    /// that it can't be told which.
    /// </summary>
    public Flow? OnlyUnnamed(Transport transport, End server, DateTime until)
    {
        Flow? found = null;
        foreach (Flow flow in _unnamed)
        {
            if (flow.Transport == transport && flow.Began <= until
                && flow.EndOf(Side.Server).Suits(server))
            {
                if (found is not null)
                {
                    return null;
                }

                found = flow;
            }
        }

        return found;
    }

    /// <summary>The first flow to a path whose server has not been seen; null for none: whoever
    /// came first is accepted first.</summary>
    public Flow? FirstUnaccepted(string path) => _unnamed.FirstOrDefault(flow =>
        flow.Transport == Transport.Unix && flow.Paths[(int)Side.Server] == path
        && !flow.EndOf(Side.Server).IsKnown);

    void Enter(Flow flow)
    {
        (End client, End server) = (flow.EndOf(Side.Client), flow.EndOf(Side.Server));
        if (!client.IsKnown || !server.IsKnown)
        {
            return;
        }

        _byEnds.Set((flow.Transport, client, server), flow);
        _byEnds.Set((flow.Transport, server, client), flow);
        if (!flow.Transport.IsUnix)
        {
            _byPorts.Set((flow.Transport, client.Port, server.Port), flow);
            _byPorts.Set((flow.Transport, server.Port, client.Port), flow);
        }
    }
}
