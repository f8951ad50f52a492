using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// One connection through a link: the client's and the server's session, and a flow each way.
/// </summary>
sealed class StreamPair : IDisposable
{
    // A close at once would be a reset where bytes are on their way; who reads to the end closes
    // soon.
    const int Linger = 300;

    readonly StreamRelay _relay;
    readonly StreamFlow _toServer;
    readonly StreamFlow _toClient;
    volatile bool _isOpen;
    volatile bool _isClientGone;
    int _ends = 2;
    long _endedAt;

    public StreamPair(StreamRelay relay, int number, in SocketName name)
    {
        _relay = relay;
        Number = number;
        Name = name;
        Client = new(this);
        Server = new(this);
        _toServer = new(relay.ToServer, this);
        _toClient = new(relay.ToClient, this);
    }

    /// <summary>Its number among those of the link, from 1.</summary>
    public int Number { get; }

    /// <summary>The client's name.</summary>
    public SocketName Name { get; }

    public LinkSession Client { get; }

    public LinkSession Server { get; }

    /// <summary>Whether the server is reached: bytes may come.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Both flows.</summary>
    public IEnumerable<StreamFlow> Flows => [_toServer, _toClient];

    public StreamFlow FlowOf(LinkSession sender) => sender == Client ? _toServer : _toClient;

    public StreamFlow FlowOf(Direction direction) =>
        direction == Direction.ToServer ? _toServer : _toClient;

    public StreamFlow Other(StreamFlow flow) => flow == _toServer ? _toClient : _toServer;

    public LinkSession OtherOf(LinkSession session) => session == Client ? Server : Client;

    /// <summary>A session has its socket: the client's comes first.</summary>
    public void Opened(LinkSession session)
    {
        if (session == Client)
        {
            _ = DialAsync();
        }
        else
        {
            _isOpen = true;
            Interlocked.MemoryBarrier();
            if (_isClientGone)
            {
                Server.Abort();
            }

            _toServer.HeedSegmentLoss();
            _toClient.HeedSegmentLoss();
            Client.LookAgain();
        }
    }

    async Task DialAsync()
    {
        SocketError error = SocketError.HostNotFound;
        foreach (EndPoint target in _relay.Targets)
        {
            error = await DialAsync(target).ConfigureAwait(false);
            if (error is SocketError.Success or SocketError.OperationAborted)
            {
                break;
            }
        }

        if (error != SocketError.Success)
        {
            _relay.Failed(this, error);
            Client.Abort(error);
            Leave();
        }
    }

    async Task<SocketError> DialAsync(EndPoint target)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_relay.Stopping);
        deadline.CancelAfter(StreamRelay.DialTime);
        try
        {
            return await _relay.DialAsync(target, this, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return _relay.Stopping.IsCancellationRequested
                ? SocketError.OperationAborted : SocketError.TimedOut;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }

    /// <summary>Where both directions have ended, both connections may be closed.</summary>
    public void Settle()
    {
        if (_toServer.HasEnded && _toClient.HasEnded)
        {
            Client.End();
            Server.End();
        }
    }

    /// <summary>
    /// A socket is closed: properly, or by a failure that the other end is to feel.
    /// </summary>
    public void Closed(LinkSession session)
    {
        if (session == Client)
        {
            // Each stores before it loads: whoever opens the server's connection sees this, or is
            // seen.
            _isClientGone = true;
            Interlocked.MemoryBarrier();
        }

        if (!_isOpen)
        {
            Server.Abort();
        }
        else if (session.Error != SocketError.Success)
        {
            FlowOf(session).Fail();
        }

        Leave();
    }

    void Leave()
    {
        if (Interlocked.Decrement(ref _ends) == 0)
        {
            Dispose();
            _relay.Remove(this);
        }
    }

    /// <summary>
    /// Ends both where nothing waits any more; closes them when their peers have had their time.
    /// </summary>
    public void CloseIfEmpty()
    {
        if (!_toServer.IsEmpty || !_toClient.IsEmpty)
        {
            return;
        }

        long now = Environment.TickCount64;
        if (_endedAt == 0)
        {
            _endedAt = now;
            Client.End();
            Server.End();
        }
        else if (now - _endedAt >= Linger)
        {
            Client.StopLingering();
            Server.StopLingering();
        }
    }

    /// <summary>Resets both at once.</summary>
    public void Abort()
    {
        Client.Abort();
        Server.Abort();
    }

    public void Dispose()
    {
        _toServer.Dispose();
        _toClient.Dispose();
    }
}
