using System.Diagnostics;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// The clients of a datagram relay, told apart by their addresses. Those that are silent for long
/// are forgotten; when there are too many, what comes from another is not sent on.
/// </summary>
/// <param name="relay">Whose they are.</param>
/// <param name="start">How many there may be, and for how long they may be silent.</param>
sealed class RelayedClients(DatagramRelay relay, RelayStart start)
{
    static readonly long SayAgainTime = Stopwatch.Frequency;

    readonly int _most = OpenFileLimit.Cap(start.Options.Clients, OpenFileLimit.Current);
    readonly long _idle = Ticks.Of(start.Options.Idle);
    readonly Dictionary<SocketName, RelayedClient> _clients = [];
    readonly Lock _gate = new();
    readonly List<DatagramPort> _towards = [];
    long _dropped;
    long _sayAgain;
    int _target;

    /// <summary>How many answers the kernel dropped; any thread.</summary>
    public long DroppedByKernel
    {
        get
        {
            lock (_gate)
            {
                return _dropped + _towards.Sum(port => port.DroppedByKernel);
            }
        }
    }

    /// <summary>Where a client's datagrams go: it may be nowhere.</summary>
    /// <param name="name">Its address.</param>
    /// <param name="entry">The socket that it came to.</param>
    /// <param name="now">The time.</param>
    public DatagramFlow Of(in SocketName name, DatagramPort entry, long now)
    {
        if (_clients.TryGetValue(name, out RelayedClient? client))
        {
            client.Seen = now;
            return client.ToServer;
        }

        if (_clients.Count >= _most)
        {
            if (now >= _sayAgain)
            {
                _sayAgain = now + SayAgainTime;
                start.Notes.Say($"client {name} refused: there are {_most} already");
            }

            return new Nowhere(relay, name);
        }

        client = new RelayedClient(relay, this, start, entry, name) { Seen = now };
        _clients.Add(name, client);
        start.Notes.Say($"client {name} has come");
        return client.ToServer;
    }

    /// <summary>Opens a socket towards the server.</summary>
    /// <exception cref="SocketException">At none of its addresses it can be reached.</exception>
    public DatagramPort OpenTowards(IDatagramReceiver receiver)
    {
        for (int left = start.Targets.Count; ; left--)
        {
            try
            {
                DatagramPort port = relay.OpenTowards(start.Targets[_target], receiver);
                lock (_gate)
                {
                    _towards.Add(port);
                }

                return port;
            }
            catch (SocketException) when (left > 1)
            {
                TryNextTarget();
            }
        }
    }

    /// <summary>Has the next socket go to the next address of the server.</summary>
    public void TryNextTarget() => _target = (_target + 1) % start.Targets.Count;

    /// <summary>Closes a socket towards the server.</summary>
    public void Close(DatagramPort port)
    {
        port.Dispose();
        lock (_gate)
        {
            _towards.Remove(port);
            _dropped += port.DroppedByKernel;
        }
    }

    /// <summary>Forgets those that have been silent for long.</summary>
    public void Forget(long now)
    {
        foreach ((SocketName name, RelayedClient client) in _clients)
        {
            if (now - client.Seen > _idle && client.IsIdle)
            {
                _clients.Remove(name);
                client.Close();
                start.Notes.Say($"client {name} has been silent for "
                    + $"{ImpairmentValue.Time(start.Options.Idle)}, and is forgotten");
            }
        }
    }

    sealed class Nowhere(DatagramRelay relay, SocketName client) : DatagramFlow
    {
        public override SocketName Client => client;

        public override string Obstacle => "there are too many clients";

        public override void Send(ReadOnlySpan<byte> datagram) =>
            relay.NotSent(Direction.ToServer, datagram.Length);
    }
}
