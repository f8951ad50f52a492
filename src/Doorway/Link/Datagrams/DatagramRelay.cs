using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// Relays datagrams: one thread, a listening socket for each local address, and for each client a
/// socket of its own towards the server, so that the server can tell clients apart as well. What
/// becomes of a datagram its direction's pipeline decides; boundaries are kept.
/// </summary>
sealed class DatagramRelay : Relay, IDatagramReceiver
{
    static readonly long SweepTime = Stopwatch.Frequency;
    static readonly long ArrivedTime = Stopwatch.Frequency / 10;

    readonly RelayStart _start;
    readonly DatagramPoll _poll;
    readonly List<DatagramPort> _entries = [];
    readonly DatagramPipeline[] _ways;
    readonly RelayedClients _clients;
    readonly Queue<(Direction, ImpairmentSet)> _changes = new();
    readonly Lock _changing = new();
    readonly TaskCompletionSource _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    readonly Lock _gate = new();
    readonly LinkCounts[] _published = new LinkCounts[2];
    Thread? _thread;
    long _nextSweep;
    volatile bool _isChanged;
    volatile bool _isStopped;
    bool _isDraining;

    public DatagramRelay(RelayStart start)
    {
        _start = start;
        LinkOptions options = start.Options;
        _ways =
        [
            new(Direction.ToServer, options.Seed, options.ToServer, start.Notes),
            new(Direction.ToClient, options.Seed, options.ToClient, start.Notes),
        ];
        _clients = new RelayedClients(this, start);
        _poll = options.Engine.CreateDatagramPoll();
    }

    /// <summary>What a direction does.</summary>
    public DatagramPipeline Way(Direction direction) => _ways[(int)direction];

    public override SocketName Listen(EndPoint local)
    {
        DatagramPort entry = _poll.Open(
            _start.Options.Listen.Transport, local, null, this, _start.Options.Journal);
        _entries.Add(entry);
        return entry.Local;
    }

    public override ValueTask UnlistenAsync()
    {
        foreach (DatagramPort entry in _entries)
        {
            entry.Dispose();
        }

        _entries.Clear();
        return ValueTask.CompletedTask;
    }

    public override void Start()
    {
        _thread = new Thread(Run) { Name = "doorway link", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Opens a socket towards the server.</summary>
    /// <exception cref="SocketException">It can't be opened.</exception>
    public DatagramPort OpenTowards(EndPoint target, IDatagramReceiver receiver) => _poll.Open(
        _start.Options.Target.Transport, null, target, receiver, _start.Options.Journal);

    void Run()
    {
        try
        {
            while (!_isStopped)
            {
                Turn(long.MaxValue);
            }

            Drain();
        }
#pragma warning disable CA1031 // The thread is the link's last: nobody above it could be told.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _start.Notes.Say($"the link has stopped: {failure.GetType().Name}: {failure.Message}");
        }

        Publish();
        _poll.Dispose();
        _ended.SetResult();
    }

    int Turn(long latest)
    {
        ApplyChanges();
        long now = Stopwatch.GetTimestamp();
        long next = latest;
        foreach (DatagramPipeline way in _ways)
        {
            way.Release(now);
            next = Math.Min(next, way.Next);
        }

        if (now >= _nextSweep)
        {
            _clients.Forget(now);
            _nextSweep = now + SweepTime;
        }

        Publish();
        return _poll.Wait(Math.Min(next, _nextSweep));
    }

    // What has arrived already is relayed too, though clients go on; then only what waits goes out.
    void Drain()
    {
        long now = Stopwatch.GetTimestamp();
        long deadline = now + Ticks.Of(RelayStart.Drain);
        while (Stopwatch.GetTimestamp() < now + ArrivedTime && Turn(0) > 0)
        {
        }

        _isDraining = true;
        while (Stopwatch.GetTimestamp() < deadline && _ways.Any(way => way.Next < long.MaxValue))
        {
            Turn(deadline);
        }

        // What was released last is sent by the next wait.
        Turn(0);
    }

    void IDatagramReceiver.Received(
        DatagramPort port, ReadOnlySpan<byte> datagram, in SocketName from)
    {
        if (!_isDraining)
        {
            long now = Stopwatch.GetTimestamp();
            Arrive(Direction.ToServer, _clients.Of(from, port, now), datagram, now);
        }
    }

    /// <summary>A datagram has come in.</summary>
    public void Arrive(
        Direction direction, DatagramFlow flow, ReadOnlySpan<byte> datagram, long now)
    {
        ApplyChanges();
        Way(direction).Arrive(flow, datagram, now);
    }

    /// <summary>One that was sent on did not go.</summary>
    public void NotSent(Direction direction, int length)
    {
        Way(direction).NotSent(length);
        Publish();
    }

    void IDatagramReceiver.NotSent(
        DatagramPort port, ReadOnlySpan<byte> datagram, SocketError error) =>
        NotSent(Direction.ToClient, datagram.Length);

    void IDatagramReceiver.Failed(DatagramPort port, SocketError error)
    {
        if (error == SocketError.MessageSize)
        {
            _start.Notes.Say("a client's datagram was too large to be received, and is dropped");
        }
    }

    public override void Change(Direction direction, ImpairmentSet set, Action tell)
    {
        // From the flag on each datagram waits for the gate: none passes by the old set after the
        // change was told, and none is judged by the new one before.
        lock (_changing)
        {
            _changes.Enqueue((direction, set));
            _isChanged = true;
            tell();
        }

        _poll.Wake();
    }

    void ApplyChanges()
    {
        if (!_isChanged)
        {
            return;
        }

        lock (_changing)
        {
            _isChanged = false;
            while (_changes.TryDequeue(out (Direction Direction, ImpairmentSet Set) change))
            {
                Way(change.Direction).Change(change.Set);
            }
        }
    }

    // All of one moment: their sum is right whenever they are asked for.
    void Publish()
    {
        lock (_gate)
        {
            for (int i = 0; i < _ways.Length; i++)
            {
                _published[i] = _ways[i].Counts;
            }
        }
    }

    public override LinkCounts Counts(Direction direction)
    {
        lock (_gate)
        {
            return _published[(int)direction] with
            {
                DroppedByKernel = direction == Direction.ToServer
                    ? _entries.Sum(entry => entry.DroppedByKernel) : _clients.DroppedByKernel,
            };
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_thread is null)
        {
            _poll.Dispose();
            return;
        }

        _isStopped = true;
        _poll.Wake();
        await _ended.Task.ConfigureAwait(false);
    }
}
