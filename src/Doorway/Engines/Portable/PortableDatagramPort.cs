using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>
/// A socket of a <see cref="PortableDatagramPoll"/>. It sends at once: there is no call for many.
/// </summary>
sealed class PortableDatagramPort : DatagramPort
{
    const int SockAddrSize = 128;

    // As many as the Linux engine receives of a socket in one go.
    const int Turn = 64;
    const int RoomMicroseconds = 1_000;
    const int LookMicroseconds = 100;

    readonly PortableDatagramPoll _poll;
    readonly RecordedSocket _socket;
    readonly UnixPath? _path;
    readonly bool _isConnected;
    readonly bool _isUnix;
    readonly IDatagramReceiver _receiver;
    readonly KernelDrops? _drops;
    readonly SocketAddress _from;
    readonly SocketAddress _to;
    bool _closed;

    public PortableDatagramPort(
        PortableDatagramPoll poll, RecordedSocket socket, UnixPath? path, bool isConnected,
        IDatagramReceiver receiver)
    {
        _poll = poll;
        _socket = socket;
        _path = path;
        _isConnected = isConnected;
        _isUnix = socket.Socket.AddressFamily == AddressFamily.Unix;
        _receiver = receiver;
        _drops = OperatingSystem.IsLinux() ? new KernelDrops(socket.Socket) : null;
        _from = new SocketAddress(socket.Socket.AddressFamily, SockAddrSize);
        _to = new SocketAddress(socket.Socket.AddressFamily, SockAddrSize);
    }

    public override SocketName Local => _socket.LocalNow();

    public override bool SendsAtOnce => true;

    public override long DroppedByKernel => _drops?.Read() ?? 0;

    /// <summary>Receives what is there, up to a limit.</summary>
    /// <returns>How many datagrams.</returns>
    public int Receive(byte[] buffer)
    {
        int received = 0;
        bool isFirst = true;
        while (!_closed && received < Turn
            && (isFirst || _socket.Socket.Poll(0, SelectMode.SelectRead)))
        {
            isFirst = false;
            SocketError error = ReceiveOne(buffer, out int count, out SocketName from);
            if (error == SocketError.WouldBlock)
            {
                break;
            }

            ReadOnlySpan<byte> datagram = buffer.AsSpan(0, count);
            _socket.RecordDatagram(SocketCall.RecvFrom, from, datagram, error);
            if (error == SocketError.Success)
            {
                received++;
                _receiver.Received(this, datagram, from);
            }
            else
            {
                _receiver.Failed(this, error);
            }
        }

        return received;
    }

    SocketError ReceiveOne(byte[] buffer, out int count, out SocketName from)
    {
        SocketError error = SocketError.Success;
        if (_isConnected)
        {
            count = Math.Max(_socket.Socket.Receive(buffer, SocketFlags.None, out error), 0);
            from = _socket.Peer;
        }
        else
        {
            try
            {
                _from.Size = SockAddrSize;
                count = _socket.Socket.ReceiveFrom(buffer, SocketFlags.None, _from);
                from = SocketName.From(_from);
            }
            catch (SocketException failure)
            {
                count = 0;
                from = default;
                error = failure.SocketErrorCode;
            }
        }

        bool mayBeCut = error == SocketError.Success && count == buffer.Length;
        return mayBeCut ? SocketError.MessageSize : error;
    }

    public override void Send(ReadOnlySpan<byte> datagram, in SocketName to)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        Journal.Place place = _socket.Reserve();
        SocketError error = SendOne(datagram, to);
        bool isOfEarlier = _isConnected && !_isUnix && error is SocketError.ConnectionRefused
            or SocketError.ConnectionReset or SocketError.HostUnreachable
            or SocketError.NetworkUnreachable;
        if (isOfEarlier)
        {
            _receiver.Failed(this, error);
            error = SendOne(datagram, to);
        }

        if (error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)
        {
            error = SendWhenThereIsRoom(datagram, to);
        }

        _socket.RecordDatagram(
            SocketCall.SendTo, to == default ? _socket.Peer : to, datagram, error, place: place);
        if (error != SocketError.Success)
        {
            _receiver.NotSent(this, datagram, error);
        }
    }

    SocketError SendOne(ReadOnlySpan<byte> datagram, in SocketName to)
    {
        if (to == default)
        {
            _socket.Socket.Send(datagram, SocketFlags.None, out SocketError error);
            return error;
        }

        try
        {
            _to.Size = SockAddrSize;
            _to.Size = to.WriteRaw(_to.Buffer.Span);
            _socket.Socket.SendTo(datagram, SocketFlags.None, _to);
            return SocketError.Success;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }

    SocketError SendWhenThereIsRoom(ReadOnlySpan<byte> datagram, in SocketName to)
    {
        long started = Stopwatch.GetTimestamp();
        SocketError error;
        do
        {
            // It doesn't tell of room at an unconnected Unix socket's receiver.
            if (_socket.Socket.Poll(LookMicroseconds, SelectMode.SelectWrite))
            {
                Thread.Yield();
            }

            error = SendOne(datagram, to);
        }
        while (error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable
            && Stopwatch.GetElapsedTime(started).TotalMicroseconds < RoomMicroseconds);
        return error;
    }

    public override void Flush()
    {
    }

    public override void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _poll.Remove(_socket.Socket);
        _drops?.Close();
        _path?.Unlink();
        _socket.Close();
    }
}
