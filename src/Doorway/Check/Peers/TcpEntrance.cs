using System.Net;
using System.Net.Sockets;

namespace Doorway.Check;

/// <summary>Our listening socket, for a client that is checked.</summary>
sealed class TcpEntrance : IDisposable
{
    readonly Socket _socket;
    readonly Trace _trace;
    readonly Patience _patience;
    readonly Func<Socket, int> _number;

    /// <summary>Takes over a listening socket.</summary>
    public TcpEntrance(Socket socket, Func<Socket, int> number, Trace trace, Patience patience)
    {
        _socket = socket;
        _number = number;
        _trace = trace;
        _patience = patience;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>The next connection; null where the client falls silent without one.</summary>
    public TcpPeer? Accept()
    {
        if (!_patience.Wait(time => _socket.Poll(time, SelectMode.SelectRead)))
        {
            return null;
        }

        Socket accepted = _socket.Accept();
        accepted.Blocking = false;
        int number = _number(accepted);
        _trace.Add(TraceSide.Program, "connect", default, number);
        return new TcpPeer(accepted, number, _trace, _patience);
    }

    /// <summary>Closes; who waits in its backlog is reset.</summary>
    public void Dispose() => Closing.Leave(_socket);
}
