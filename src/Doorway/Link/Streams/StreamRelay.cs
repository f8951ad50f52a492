using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// The link of streams: for each client that comes it dials the server, and lets bytes flow both
/// ways. Who can't be carried on is reset.
/// </summary>
sealed class StreamRelay : Relay, IStreamAcceptor
{
    /// <summary>How long each of the server's addresses has to answer.</summary>
    public static readonly TimeSpan DialTime = TimeSpan.FromSeconds(10);

    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    readonly RelayStart _start;
    readonly LinkOptions _options;
    readonly List<StreamListener> _listeners = [];
    readonly HashSet<StreamPair> _pairs = [];
    readonly Lock _gate = new();
    readonly CancellationTokenSource _stopping = new();
    readonly int _most;
    int _last;
    bool _stops;

    public StreamRelay(RelayStart start)
    {
        _start = start;
        _options = start.Options;
        _most = OpenFileLimit.Cap(_options.Clients, OpenFileLimit.Current / 2);
        ToServer = new(Direction.ToServer, _options.Seed, _options.ToServer, start.Notes);
        ToClient = new(Direction.ToClient, _options.Seed, _options.ToClient, start.Notes);
    }

    /// <summary>What is common to the streams towards the server.</summary>
    public StreamLane ToServer { get; }

    /// <summary>What is common to the streams towards the clients.</summary>
    public StreamLane ToClient { get; }

    /// <summary>Cancelled when the link stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The server's end points, in the order in which to try them.</summary>
    public IReadOnlyList<EndPoint> Targets => _start.Targets;

    public override SocketName Listen(EndPoint local)
    {
        StreamListener listener = _options.Engine.Listen(
            _options.Listen.Transport, local,
            new ListenOptions { Journal = _options.Journal }, this);
        _listeners.Add(listener);
        return listener.Local;
    }

    public override async ValueTask UnlistenAsync()
    {
        foreach (StreamListener listener in _listeners)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }

        _listeners.Clear();
    }

    // Who came before waits in nobody's way: the kernel has them, and they are carried at once.
    public override void Start()
    {
    }

    public Session? Accept(in SocketName local, in SocketName peer)
    {
        StreamPair pair;
        lock (_gate)
        {
            if (_stops)
            {
                return null;
            }

            if (_pairs.Count >= _most)
            {
                _start.Notes.Say($"client {peer} refused: there are {_most} already");
                return null;
            }

            pair = new StreamPair(this, ++_last, peer);
            _pairs.Add(pair);
        }

        _start.Notes.Say($"client {peer} has come");
        return pair.Client;
    }

    public void AcceptFailed(SocketError error) =>
        _start.Notes.Say($"accept failed: {error}; trying again");

    /// <summary>Dials the server for a client.</summary>
    public ValueTask<SocketError> DialAsync(
        EndPoint target, StreamPair pair, CancellationToken cancellation)
    {
        var options = new DialOptions
        {
            Journal = _options.Journal,
            Beside = pair.Client.Socket,
        };
        return _options.Engine.DialAsync(
            _options.Target.Transport, target, options, pair.Server, cancellation);
    }

    /// <summary>The server could not be reached.</summary>
    public void Failed(StreamPair pair, SocketError error)
    {
        if (error != SocketError.OperationAborted)
        {
            _start.Notes.Say(
                $"client {pair.Name} was reset: {TargetFailure.Of(_options.Target, error)}");
        }
    }

    /// <summary>Both connections of a client are gone.</summary>
    public void Remove(StreamPair pair)
    {
        lock (_gate)
        {
            _pairs.Remove(pair);
        }

        _start.Notes.Say($"client {pair.Name} has gone");
    }

    StreamPair[] Pairs()
    {
        lock (_gate)
        {
            return [.. _pairs];
        }
    }

    StreamLane LaneOf(Direction direction) =>
        direction == Direction.ToServer ? ToServer : ToClient;

    public override void Require(ImpairmentSet set)
    {
        if (set.Find<SegmentLoss>() is not null)
        {
            SegmentTap.Require(_options.Listen.Transport, _options.Target.Transport);
        }
    }

    public override void Change(Direction direction, ImpairmentSet set, Action tell)
    {
        LaneOf(direction).Asked = new StreamAsked(set);
        foreach (StreamPair pair in Pairs().Where(one => one.IsOpen))
        {
            pair.FlowOf(direction).HeedSegmentLoss();
            pair.FlowOf(direction).GoOn();
        }

        tell();
    }

    public override LinkCounts Counts(Direction direction)
    {
        StreamFlow[] flows = Array.ConvertAll(Pairs(), pair => pair.FlowOf(direction));
        Array.ForEach(flows, flow => flow.ReadSegments());
        LinkCounts counts = LaneOf(direction).Counts;
        return counts with
        {
            BytesForwarded = counts.BytesForwarded - flows.Sum(flow => (long)flow.Unsent),
            Waiting = flows.Sum(flow => (long)flow.Parts),
        };
    }

    public override async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stops = true;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await UnlistenAsync().ConfigureAwait(false);
        await CloseAsync(pair => pair.CloseIfEmpty()).ConfigureAwait(false);
        await CloseAsync(pair => pair.Abort()).ConfigureAwait(false);
    }

    async Task CloseAsync(Action<StreamPair> close)
    {
        long began = Stopwatch.GetTimestamp();
        while (Pairs() is { Length: > 0 } pairs
            && Stopwatch.GetElapsedTime(began) < RelayStart.Drain)
        {
            Array.ForEach(pairs, close);
            await Task.Delay(LookEvery).ConfigureAwait(false);
        }
    }
}
