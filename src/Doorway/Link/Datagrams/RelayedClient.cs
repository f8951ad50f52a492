using System.Diagnostics;
using System.Net.Sockets;

namespace Doorway;

/// <summary>One client of a datagram relay, with its socket towards the server.</summary>
sealed class RelayedClient : IDatagramReceiver
{
    readonly DatagramRelay _relay;
    readonly RelayedClients _all;
    readonly RelayStart _start;
    readonly DatagramPort _entry;
    readonly SocketName _name;
    readonly DatagramFlow _toClient;
    DatagramPort? _towards;
    bool _isStale;
    bool _hasAnswer;
    SocketError _told;

    public RelayedClient(
        DatagramRelay relay, RelayedClients all, RelayStart start, DatagramPort entry,
        in SocketName name)
    {
        _relay = relay;
        _all = all;
        _start = start;
        _entry = entry;
        _name = name;
        ToServer = new Flow(name, SendToServer);
        _toClient = new Flow(name, SendToClient);
    }

    /// <summary>Its datagrams to the server.</summary>
    public DatagramFlow ToServer { get; }

    /// <summary>When it or the server sent something last.</summary>
    public long Seen { get; set; }

    /// <summary>Whether nothing of it waits in the link.</summary>
    public bool IsIdle => ToServer.Waiting + _toClient.Waiting == 0;

    void SendToServer(ReadOnlySpan<byte> datagram)
    {
        if (_isStale)
        {
            Close();
        }

        try
        {
            _towards ??= _all.OpenTowards(this);
        }
        catch (SocketException failure)
        {
            Tell(failure.SocketErrorCode);
            _relay.NotSent(Direction.ToServer, datagram.Length);
            return;
        }

        _towards.Send(datagram);
    }

    void SendToClient(ReadOnlySpan<byte> datagram)
    {
        if (_name.IsNamed)
        {
            _entry.Send(datagram, _name);
        }
        else
        {
            _relay.NotSent(Direction.ToClient, datagram.Length);
        }
    }

    void IDatagramReceiver.Received(
        DatagramPort port, ReadOnlySpan<byte> datagram, in SocketName from)
    {
        _hasAnswer = true;
        _told = SocketError.Success;
        Seen = Stopwatch.GetTimestamp();
        _relay.Arrive(Direction.ToClient, _toClient, datagram, Seen);
    }

    // The server refuses. Where its name has another address, that is tried next.
    void IDatagramReceiver.Failed(DatagramPort port, SocketError error)
    {
        Tell(error);
        if (!_hasAnswer && !_isStale && _start.Targets.Count > 1)
        {
            _isStale = true;
            _all.TryNextTarget();
        }
    }

    void IDatagramReceiver.NotSent(
        DatagramPort port, ReadOnlySpan<byte> datagram, SocketError error)
    {
        Tell(error);
        _relay.NotSent(Direction.ToServer, datagram.Length);

        // A Unix socket stays connected to a server that has gone, though another is there now.
        _isStale |= _start.Options.Target.Transport.IsUnix
            && error is SocketError.ConnectionRefused or SocketError.ConnectionReset;
    }

    // Once, until it is another failure or there was an answer.
    void Tell(SocketError error)
    {
        if (_told != error)
        {
            _told = error;
            _start.Notes.Say(
                $"client {_name} has no server: {TargetFailure.Of(_start.Options.Target, error)}");
        }
    }

    /// <summary>Closes its socket.</summary>
    public void Close()
    {
        _isStale = false;
        if (_towards is { } port)
        {
            _towards = null;
            _all.Close(port);
        }
    }

    delegate void Sender(ReadOnlySpan<byte> datagram);

    sealed class Flow(SocketName client, Sender send) : DatagramFlow
    {
        public override SocketName Client => client;

        public override void Send(ReadOnlySpan<byte> datagram) => send(datagram);
    }
}
