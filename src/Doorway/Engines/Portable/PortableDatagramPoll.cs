using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>
/// Datagram sockets of one thread, waited for with select. It waits in milliseconds; what is left
/// of the time is spent asking again.
/// </summary>
sealed class PortableDatagramPoll : DatagramPoll
{
    // UDP holds at most 65,527 bytes (IPv6); a Unix datagram as many as its sender's buffer.
    const int UdpBuffer = 64 * 1024;
    const int UnixBuffer = 1024 * 1024;

    // Select takes its microseconds as an int.
    const double LongestMilliseconds = 1_000_000;

    readonly Socket _waker;
    readonly EndPoint _wakerName;
    readonly Dictionary<Socket, PortableDatagramPort> _ports = [];
    readonly List<Socket> _readable = [];
    readonly List<Socket> _failed = [];
    readonly byte[] _wakeBuffer = new byte[1];
    byte[]? _buffer;
    volatile bool _closed;

    public PortableDatagramPoll()
    {
        _waker = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _waker.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wakerName = _waker.LocalEndPoint!;
        _waker.Connect(_wakerName);
        _waker.Blocking = false;
    }

    public override DatagramPort Open(
        Transport transport, EndPoint? local, EndPoint? remote, IDatagramReceiver receiver,
        Journal? journal)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return PortSocket.Open(transport, local, remote, journal, (socket, path) =>
        {
            int size = transport.IsUnix ? UnixBuffer : UdpBuffer;
            if (_buffer is null || _buffer.Length < size)
            {
                _buffer = GC.AllocateUninitializedArray<byte>(size, pinned: true);
            }

            if (remote is null)
            {
                PortableDatagramListener.IgnoreRefusals(socket.Socket);
            }

            var port = new PortableDatagramPort(this, socket, path, remote is not null, receiver);
            _ports.Add(socket.Socket, port);
            return port;
        });
    }

    public override int Wait(long until)
    {
        while (true)
        {
            double left = Math.Clamp(
                (until - Stopwatch.GetTimestamp()) * 1e3 / Stopwatch.Frequency,
                0, LongestMilliseconds);
            if (Select((int)left * 1_000) || left <= 0)
            {
                return Receive();
            }

            if (left < 1)
            {
                Thread.Yield();
            }
        }
    }

    bool Select(int microseconds)
    {
        _readable.Clear();
        _readable.Add(_waker);
        _readable.AddRange(_ports.Keys);
        _failed.Clear();
        _failed.AddRange(_ports.Keys);
        Socket.Select(_readable, null, _failed, microseconds);
        return _readable.Count + _failed.Count > 0;
    }

    int Receive()
    {
        int received = 0;
        foreach (Socket socket in _readable)
        {
            received += ReceiveOf(socket);
        }

        foreach (Socket socket in _failed)
        {
            received += ReceiveOf(socket);
        }

        return received;
    }

    int ReceiveOf(Socket socket)
    {
        if (socket == _waker)
        {
            Drain();
            return 0;
        }

        return _ports.TryGetValue(socket, out PortableDatagramPort? port)
            ? port.Receive(_buffer!) : 0;
    }

    void Drain()
    {
        SocketError error;
        do
        {
            _waker.Receive(_wakeBuffer, SocketFlags.None, out error);
        }
        while (error == SocketError.Success);
    }

    /// <summary>The socket is about to be closed.</summary>
    public void Remove(Socket socket) => _ports.Remove(socket);

    public override void Wake()
    {
        try
        {
            _waker.Send(_wakeBuffer, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    public override void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        foreach (PortableDatagramPort port in _ports.Values.ToArray())
        {
            port.Dispose();
        }

        _waker.Dispose();
    }
}
