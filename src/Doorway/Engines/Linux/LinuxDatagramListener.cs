using System.Net;
using System.Net.Sockets;
using Doorway.Engines.Linux.Interop;
using Doorway.Engines.Portable;

namespace Doorway.Engines.Linux;

/// <summary>
/// A bound datagram socket on a thread of its own: receives what is there in one call, has each
/// datagram answered, sends the answers in one call. The thread waits in the receiving call
/// itself, so a lone datagram costs two calls.
/// </summary>
sealed class LinuxDatagramListener : DatagramListener
{
    // UDP holds at most 65,527 bytes (IPv6), merged or not. Of Unix datagrams ten wait at most
    // (net.unix.max_dgram_qlen), each as large as its sender's buffer, 208 KiB unless raised.
    const int UdpSlots = 64;
    const int UdpAnswers = 192 * 1024;
    const int UnixSlots = 16;
    const int UnixSlot = 1024 * 1024;
    const int UnixAnswers = 2 * 1024 * 1024;

    // More messages than a receive buffer holds, so that a drain takes all of it, and a flood
    // doesn't keep it for ever.
    const int DrainLimit = 16_384;

    readonly RecordedSocket _socket;
    readonly UnixPath? _path;
    readonly IDatagramHandler _handler;
    readonly DatagramReceiver _receiver;
    readonly DatagramSender _sender;
    readonly SpinPolicy? _spin;
    readonly PeerNames _names = new();
    readonly KernelDrops _drops;
    readonly bool _isUnix;
    readonly TaskCompletionSource _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _stopping;

    LinuxDatagramListener(
        RecordedSocket socket, UnixPath? path, IDatagramHandler handler, LinuxEngineOptions options)
    {
        _socket = socket;
        _path = path;
        _handler = handler;
        _isUnix = socket.Local.Family == AddressFamily.Unix;
        _drops = new KernelDrops(socket.Socket);
        _receiver = new DatagramReceiver(
            socket, _isUnix ? UnixSlots : UdpSlots, _isUnix ? UnixSlot : options.LargestMessage,
            options);
        _sender = new DatagramSender(
            socket, handler, _isUnix ? UnixAnswers : UdpAnswers, options);
        _spin = options.Spin ? new SpinPolicy() : null;
        string name = "Doorway " + socket.Local.ToString();
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    public override SocketName Local => _socket.Local;

    public override long DroppedByKernel => _drops.Read();

    public static LinuxDatagramListener Bind(
        Transport transport, EndPoint local, ListenOptions options, IDatagramHandler handler,
        LinuxEngineOptions facilities)
    {
        return ServerSocket.Open(
            transport, local, options.Journal, backlog: null,
            (socket, path) => new LinuxDatagramListener(socket, path, handler, facilities));
    }

    void Run()
    {
        try
        {
            int handled = 0;
            while (!_stopping)
            {
                handled = Wait(handled);
                Answer(handled);
            }

            Drain();
            _ended.SetResult();
        }
#pragma warning disable CA1031 // It is told to whoever stops the listener.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _ended.SetException(failure);
        }
        finally
        {
            _receiver.Dispose();
            _sender.Dispose();
        }
    }

    // Polls first, where that pays; each poll is a try to receive.
    int Wait(int handled)
    {
        if (_spin is null)
        {
            return _receiver.Receive(wait: true);
        }

        int count;
        if (_spin.Begin(handled))
        {
            do
            {
                count = _receiver.Receive(wait: false);
                if (count > 0)
                {
                    _spin.Found();
                    return count;
                }
            }
            while (!_stopping && _spin.GoesOn());
        }

        count = _receiver.Receive(wait: true);
        _spin.Woken();
        return count;
    }

    void Drain()
    {
        int count = 1;
        for (int drained = 0; count > 0 && drained < DrainLimit; drained += count)
        {
            count = _receiver.Receive(wait: false);
            Answer(count);
        }
    }

    void Answer(int count)
    {
        for (int i = 0; i < count; i++)
        {
            // A wait that was ended by shutdown(2) looks like an empty datagram from nobody.
            if (!(_stopping && _receiver.IsNothing(i)))
            {
                AnswerMessage(i, count);
            }
        }

        _sender.Flush();
    }

    void AnswerMessage(int slot, int count)
    {
        DatagramBatch batch = _receiver.Batch;
        SocketName peer = _names.Get(batch.Source(slot), _isUnix);
        batch.ReadControl(slot, out int segment, out PacketAddress asked);
        Recipient to = batch.Recipient(slot, peer, asked);
        ReadOnlySpan<byte> message = batch.Bytes(slot);
        int whole = batch.Length(slot);
        bool isMerged = segment > 0 && segment < whole;
        int size = isMerged ? segment : whole;
        bool isWhole = isMerged && message.Length == whole;
        if (isWhole)
        {
            _receiver.Record(slot, count, isMerged, peer, message, segment: size);
        }

        int at = 0;
        do
        {
            int length = Math.Min(size, whole - at);
            bool isCut = at + length > message.Length;
            ReadOnlySpan<byte> datagram = message[Math.Min(at, message.Length)..];
            datagram = isCut ? datagram : datagram[..length];
            if (!isWhole)
            {
                _receiver.Record(slot, count, isMerged, peer, datagram, isCut);
            }

            if (isCut)
            {
                _handler.Truncated(peer);
            }
            else
            {
                AnswerOne(datagram, to);
            }

            at += length;
        }
        while (at < whole);
    }

    void AnswerOne(ReadOnlySpan<byte> datagram, in Recipient to)
    {
        if (_handler.Answer(datagram, to.Peer, _sender.Room(), out int written))
        {
            _sender.Add(written, to);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _stopping = true;
        try
        {
            // Whoever waits to receive is woken (inet_shutdown(): "Hack to wake up other
            // listeners"), and what has arrived stays to be received.
            _socket.Socket.Shutdown(SocketShutdown.Receive);
        }
        catch (SocketException)
        {
            // ENOTCONN, after it has done so.
        }
        catch (ObjectDisposedException)
        {
        }

        try
        {
            await _ended.Task.ConfigureAwait(false);
        }
        finally
        {
            _drops.Close();
            _path?.Unlink();
            _socket.Close();
        }
    }
}
