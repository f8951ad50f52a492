using System.Net;
using System.Net.Sockets;

namespace Doorway.Engines.Portable;

/// <summary>
/// A bound datagram socket: receives a datagram, has it answered, sends the answer back.
/// </summary>
sealed class PortableDatagramListener : DatagramListener
{
    // UDP holds at most 65,527 bytes (IPv6); a Unix datagram as many as the sender's buffer, 208
    // KiB unless raised. One byte more than expected means that it was cut.
    const int UdpBuffer = 64 * 1024;
    const int UnixBuffer = 1024 * 1024;
    const int SockAddrSize = 128;

    // A flood leaves the thread to the others after so many datagrams; more than a default receive
    // buffer holds, so that a drain takes all of it.
    const int Turn = 1_000;

    readonly RecordedSocket _socket;
    readonly UnixPath? _path;
    readonly IDatagramHandler _handler;
    readonly KernelDrops? _drops;
    readonly CancellationTokenSource _stop = new();
    readonly Task _answering;
    readonly byte[] _buffer;
    readonly byte[] _reply;

    PortableDatagramListener(RecordedSocket socket, UnixPath? path, IDatagramHandler handler)
    {
        _socket = socket;
        _path = path;
        _handler = handler;
        _drops = OperatingSystem.IsLinux() ? new KernelDrops(socket.Socket) : null;
        bool isUnix = socket.Local.Family == AddressFamily.Unix;
        _buffer = GC.AllocateUninitializedArray<byte>(
            isUnix ? UnixBuffer : UdpBuffer, pinned: true);
        _reply = GC.AllocateUninitializedArray<byte>(handler.ReplySize);
        _answering = Task.Run(AnswerUntilStoppedAsync);
    }

    public override SocketName Local => _socket.Local;

    public override long DroppedByKernel => _drops?.Read() ?? 0;

    public static PortableDatagramListener Bind(
        Transport transport, EndPoint local, ListenOptions options, IDatagramHandler handler)
    {
        return ServerSocket.Open(
            transport, local, options.Journal, backlog: null,
            (socket, path) =>
            {
                IgnoreRefusals(socket.Socket);
                if (transport == Transport.Udp)
                {
                    ReceiveBuffer.Enlarge(socket.Socket);
                }

                return new PortableDatagramListener(socket, path, handler);
            });
    }

    // Windows alone reports a client's ICMP "port unreachable" as a failure of the next receive.
    public static void IgnoreRefusals(Socket socket)
    {
        const int SioUdpConnReset = -1744830452;
        if (OperatingSystem.IsWindows() && socket.AddressFamily != AddressFamily.Unix)
        {
            socket.IOControl(SioUdpConnReset, [0, 0, 0, 0], null);
        }
    }

    async Task AnswerUntilStoppedAsync()
    {
        var from = new SocketAddress(_socket.Socket.AddressFamily, SockAddrSize);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                long started = _socket.Now;
                from.Size = SockAddrSize;
                int count = await _socket.Socket.ReceiveFromAsync(
                    _buffer, SocketFlags.None, from, _stop.Token).ConfigureAwait(false);
                Answer(count, from, started);
                if (AnswerWhatIsThere(from) == Turn)
                {
                    await Task.Yield();
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException)
            {
                // An error of an earlier send, reported here: the socket itself is sound.
            }
        }

        AnswerWhatIsThere(from);
    }

    // Returns how many datagrams it was.
    int AnswerWhatIsThere(SocketAddress from)
    {
        int answered = 0;
        try
        {
            // Not Available: FIONREAD tells the next datagram's size, 0 for an empty one too.
            while (answered < Turn && _socket.Socket.Poll(0, SelectMode.SelectRead))
            {
                from.Size = SockAddrSize;
                int count = _socket.Socket.ReceiveFrom(_buffer, SocketFlags.None, from);
                answered++;
                Answer(count, from, started: 0);
            }
        }
        catch (SocketException)
        {
            // As above.
        }

        return answered;
    }

    void Answer(int count, SocketAddress from, long started)
    {
        SocketName peer = SocketName.From(from);
        if (count == _buffer.Length)
        {
            _socket.RecordDatagram(
                SocketCall.RecvFrom, peer, _buffer.AsSpan(0, count), SocketError.MessageSize,
                started);
            _handler.Truncated(peer);
            return;
        }

        _socket.RecordDatagram(
            SocketCall.RecvFrom, peer, _buffer.AsSpan(0, count), started: started);
        if (!_handler.Answer(_buffer.AsSpan(0, count), peer, _reply, out int written))
        {
            return;
        }

        Journal.Place place = _socket.Reserve();
        SocketError error = SocketError.Success;
        try
        {
            _socket.Socket.SendTo(_reply.AsSpan(0, written), SocketFlags.None, from);
        }
        catch (SocketException failure)
        {
            error = failure.SocketErrorCode;
        }

        _socket.RecordDatagram(
            SocketCall.SendTo, peer, _reply.AsSpan(0, written), error, place: place);
        _handler.Sent(peer, written, error);
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _answering.ConfigureAwait(false);
        _drops?.Close();
        _path?.Unlink();
        _socket.Close();
        _stop.Dispose();
    }
}
