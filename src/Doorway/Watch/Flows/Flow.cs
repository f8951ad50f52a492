namespace Doorway.Watch.Flows;

/// <summary>What is known of one flow.</summary>
sealed class Flow(int number, Transport transport)
{
    readonly End[] _ends = new End[2];
    readonly int[] _sockets = new int[2];
    readonly DatagramSide?[] _datagrams = new DatagramSide?[2];
    readonly StreamSide?[] _streams = new StreamSide?[2];

    public int Number => number;

    public Transport Transport => transport;

    /// <summary>When it was first seen.</summary>
    public DateTime Began { get; init; }

    /// <summary>The names of its ends where they have some that no address is: paths.</summary>
    public string?[] Paths { get; } = new string?[2];

    /// <summary>Whether its connect or accept was seen: its calls are known from the first byte
    /// on.</summary>
    public bool HasFirstCall { get; set; }

    /// <summary>Whether frames of it are heard.</summary>
    public bool IsHeard { get; set; }

    /// <summary>Whether it was told that it was under way when it was first seen.</summary>
    public bool IsToldUnderWay { get; set; }

    /// <summary>The states of a connection's ends.</summary>
    public TcpStates States { get; } = new();

    /// <summary>The address of an end.</summary>
    public End EndOf(Side side) => _ends[(int)side];

    /// <summary>Whether both ends are known and neither stands for every address.</summary>
    public bool IsNamed => Array.TrueForAll(_ends, end => end.IsKnown && !end.IsEverywhere);

    public void Name(Side side, End end) => _ends[(int)side] = end;

    /// <summary>The socket that a program has at an end; 0 where none is known.</summary>
    public int SocketOf(Side side) => _sockets[(int)side];

    public void Attach(Side side, int socket) => _sockets[(int)side] = socket;

    /// <summary>What one side sends, over TCP or a Unix stream.</summary>
    public StreamSide StreamOf(Side side) => _streams[(int)side] ??= new StreamSide();

    /// <summary>What one side sends, in datagrams.</summary>
    public DatagramSide DatagramsOf(Side side) => _datagrams[(int)side] ??= new DatagramSide();

    /// <summary>Which side is at an address; null for neither.</summary>
    public Side? SideOf(End end) =>
        EndOf(Side.Client) == end ? Side.Client
        : EndOf(Side.Server) == end ? Side.Server
        : EndOf(Side.Client).Suits(end) ? Side.Client
        : EndOf(Side.Server).Suits(end) ? Side.Server : null;

    /// <summary>No bytes of a side, at the place that it has come to by its calls.</summary>
    public FlowRange Nothing(Side from) => transport.IsDatagram
        ? new FlowRange(number, from, DatagramsOf(from).Bytes, 0)
        : new FlowRange(number, from, StreamOf(from).Sent, 0);

    /// <summary>What is told of it.</summary>
    public FlowEvent Tell(DateTime time) => new()
    {
        Time = time,
        Flow = number,
        Transport = transport,
        Client = Paths[0] ?? _ends[0].Text,
        Server = Paths[1] ?? _ends[1].Text,
    };

    public static Side Other(Side side) => side == Side.Client ? Side.Server : Side.Client;
}
