using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>Whose columns the ends of flows are.</summary>
sealed class LadderFlows
{
    const int Most = 4_096;

    readonly Dictionary<(int Flow, Side Side), int> _processes = [];
    readonly Dictionary<(Transport, string Port), int> _listeners = [];
    readonly Dictionary<int, FlowEvent> _flows = [];
    readonly HashSet<int> _onTheWire = [];
    readonly HashSet<int> _ordered = [];

    /// <summary>A flow is told.</summary>
    public void Add(FlowEvent flow)
    {
        if (_flows.Count >= Most)
        {
            _flows.Clear();
            _processes.Clear();
            _onTheWire.Clear();
            _ordered.Clear();
        }

        _flows[flow.Flow] = flow;
    }

    /// <summary>A call tells who is at which end.</summary>
    /// <returns>The end that became known to be its program's; null where none did.</returns>
    public (int Flow, Side Side)? Learn(CallEvent call)
    {
        if (call is { Call: "listen" or "bind", Error: null, Local: { } local, Transport: { } by })
        {
            _listeners[(by, PortOf(local))] = call.Process;
        }

        if (call.Range is not { } range)
        {
            return null;
        }

        (int, Side) end = (range.Flow, SideOf(call, range));
        bool isNew = !_processes.TryGetValue(end, out int known);
        if (isNew || known != call.Process)
        {
            _processes[end] = call.Process;
        }

        return isNew ? end : null;
    }

    /// <summary>Whether the columns of a flow's ends are to be put in order: once, when both are
    /// programs.</summary>
    public bool IsToBeOrdered(int flow) =>
        ColumnOf(flow, Side.Client).Process > 0 && ColumnOf(flow, Side.Server).Process > 0
        && _ordered.Add(flow);

    /// <summary>On which side of its flow a call was made.</summary>
    public static Side SideOf(CallEvent call, FlowRange range)
    {
        bool receives = call.Call.StartsWith("recv", StringComparison.Ordinal)
            || call.Call.StartsWith("read", StringComparison.Ordinal);
        bool accepts = call.Call.StartsWith("accept", StringComparison.Ordinal);
        return receives || accepts
            ? range.From == Side.Client ? Side.Server : Side.Client : range.From;
    }

    /// <summary>The transport of a flow.</summary>
    public Transport? TransportOf(int flow) =>
        _flows.TryGetValue(flow, out FlowEvent? known) ? known.Transport : null;

    /// <summary>A frame of the flow was seen: its messages need not be inferred.</summary>
    public void SeeFrame(int flow) => _onTheWire.Add(flow);

    /// <summary>Whether a frame of the flow was seen.</summary>
    public bool IsOnTheWire(int flow) => _onTheWire.Contains(flow);

    /// <summary>The column of an end.</summary>
    public LadderColumn ColumnOf(int flow, Side side)
    {
        if (_processes.TryGetValue((flow, side), out int process))
        {
            return new LadderColumn(process, "");
        }

        FlowEvent? known = _flows.GetValueOrDefault(flow);
        string address = (side == Side.Client ? known?.Client : known?.Server)
            ?? (side == Side.Client ? "client" : "server");
        return known is not null
            && _listeners.TryGetValue((known.Transport, PortOf(address)), out int listener)
            ? new LadderColumn(listener, "") : new LadderColumn(0, address);
    }

    static string PortOf(string address) => address[(address.LastIndexOf(':') + 1)..];
}
