using System.Diagnostics;
using System.Net.Sockets;
using Doorway.Engines.Linux.Interop;
using Doorway.Engines.Portable;

namespace Doorway.Engines.Linux;

/// <summary>A socket of a <see cref="LinuxDatagramPoll"/>.</summary>
sealed unsafe class LinuxDatagramPort : DatagramPort
{
    const MessageFlags Flags = MessageFlags.DontWait | MessageFlags.NoSignal;

    // A full buffer mostly has room soon; poll(2) doesn't tell of it at an unconnected Unix socket.
    const long RoomsASecond = 1_000;
    const long LookNanoseconds = 50_000;

    readonly LinuxDatagramPoll _poll;
    readonly RecordedSocket _socket;
    readonly UnixPath? _path;
    readonly IDatagramReceiver _receiver;
    readonly KernelDrops _drops;
    readonly BatchNotes _receiveNotes = new("recvmmsg", "UDP_GRO");
    readonly BatchNotes _sendNotes = new("sendmmsg", "UDP_SEGMENT");
    readonly bool _isUnix;
    readonly bool _isConnected;
    SocketName _from;
    DatagramQueue? _queue;
    bool _closed;

    public LinuxDatagramPort(
        LinuxDatagramPoll poll, ulong token, bool isUnix, bool isConnected, RecordedSocket socket,
        UnixPath? path, IDatagramReceiver receiver)
    {
        _poll = poll;
        Token = token;
        _isUnix = isUnix;
        _isConnected = isConnected;
        _socket = socket;
        _from = socket.Peer;
        _path = path;
        _receiver = receiver;
        _drops = new KernelDrops(socket.Socket);
        Descriptor = (int)socket.Socket.SafeHandle.DangerousGetHandle();
    }

    /// <summary>Its number in the poll, never used again.</summary>
    public ulong Token { get; }

    /// <summary>The socket's descriptor.</summary>
    public int Descriptor { get; }

    public override SocketName Local => _socket.LocalNow();

    public override long DroppedByKernel => _drops.Read();

    /// <summary>Receives what is there with one call.</summary>
    /// <returns>How many datagrams.</returns>
    public int Receive()
    {
        DatagramBatch batch = _poll.Batch(_isUnix);
        int count = batch.Receive(
            Descriptor, MessageFlags.DontWait, _poll.Batches, hasSources: !_isConnected);
        if (count < 0)
        {
            Fail(-count);
            return 0;
        }

        long returned = _socket.Now;
        for (int i = 0; i < count && !_closed; i++)
        {
            ReadOnlySpan<byte> datagram = batch.Bytes(i);
            if (!_isConnected)
            {
                _from = _poll.Names.Get(batch.Source(i), _isUnix);
            }

            bool isCut = batch.Length(i) > datagram.Length;
            SocketError error = isCut ? SocketError.MessageSize : SocketError.Success;
            if (_socket.IsRecorded)
            {
                _socket.RecordDatagram(
                    SocketCall.RecvFrom, _from, datagram, error, 0, _socket.ReserveAt(returned),
                    _receiveNotes.Of(i, count, isMerged: false));
            }

            if (isCut)
            {
                _receiver.Failed(this, error);
            }
            else
            {
                _receiver.Received(this, datagram, _from);
            }
        }

        return count;
    }

    void Fail(int errno)
    {
        if (errno is Errno.EAgain or Errno.EIntr)
        {
            return;
        }

        if (_poll.Batches && Errno.IsRefusal(errno))
        {
            // The kernel or a filter lacks recvmmsg: the next wait tries without.
            _poll.Batches = false;
            return;
        }

        // Of an earlier datagram; the socket itself is sound.
        SocketError error = Errno.ToSocketError(errno);
        if (_socket.IsRecorded)
        {
            _socket.RecordDatagram(SocketCall.RecvFrom, _socket.Peer, [], error);
        }

        _receiver.Failed(this, error);
    }

    public override void Send(ReadOnlySpan<byte> datagram, in SocketName to)
    {
        ObjectDisposedException.ThrowIf(_closed, this);

        // More than once where who is told of a failure sends something.
        while (_queue is { } queue && !queue.HasRoom(datagram.Length))
        {
            Flush();
        }

        _queue ??= _poll.Rent(this);
        _queue.Add(datagram, to);
    }

    public override void Flush()
    {
        if (_queue is not { } queue)
        {
            return;
        }

        // What is sent by who is told of a failure comes after these.
        _queue = null;
        int count = queue.Count;
        Journal.Place place = _socket.ReserveMany(count);
        long roomUntil = 0;
        bool hasFailed = false;
        for (int done = 0; done < count && !_closed;)
        {
            int sent = SendSome(queue, done, count);
            if (sent > 0)
            {
                RecordSent(queue, done, sent, SocketError.Success, place);
                done += sent;
                hasFailed = false;
            }
            else if (sent is -Errno.EAgain or -Errno.ENoBufs && WaitsForRoom(ref roomUntil))
            {
            }
            else if (!hasFailed && _isConnected && !_isUnix && IsOfEarlier(-sent))
            {
                hasFailed = true;
                _receiver.Failed(this, Errno.ToSocketError(-sent));
            }
            else if (sent != -Errno.EIntr)
            {
                SocketError error = Errno.ToSocketError(-sent);
                RecordSent(queue, done, 1, error, place);
                _receiver.NotSent(this, queue.Bytes(done++), error);
                hasFailed = false;
            }
        }

        _poll.Return(queue);
    }

    int SendSome(DatagramQueue queue, int from, int to)
    {
        BatchedMessage* messages = queue.Messages + from;
        if (to - from == 1 || !_poll.Batches)
        {
            return DatagramCalls.SendOne(Descriptor, &messages->Header, Flags);
        }

        int sent = DatagramCalls.Send(Descriptor, messages, to - from, Flags);
        if (sent < 0 && Errno.IsRefusal(-sent))
        {
            // Either this datagram is refused or the call.
            int one = DatagramCalls.SendOne(Descriptor, &messages->Header, Flags);
            _poll.Batches &= one < 0;
            return one;
        }

        return sent;
    }

    // An ICMP message about a datagram that has left is told by the next call, which then does
    // nothing else (udp(7)).
    static bool IsOfEarlier(int errno) => errno is Errno.EConnRefused or Errno.EHostUnreach
        or Errno.ENetUnreach or Errno.EHostDown or Errno.ENoProtoOpt;

    bool WaitsForRoom(ref long until)
    {
        if (until == 0)
        {
            until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / RoomsASecond);
        }
        else if (Stopwatch.GetTimestamp() >= until)
        {
            return false;
        }

        long before = Stopwatch.GetTimestamp();
        bool hasRoom = PollCalls.Wait(Descriptor, PollCalls.Out, TimeSpec.Until(until));
        if (hasRoom && Stopwatch.GetElapsedTime(before).TotalMicroseconds < 10)
        {
            PollCalls.Sleep(new TimeSpec(LookNanoseconds));
        }

        return true;
    }

    void RecordSent(
        DatagramQueue queue, int first, int count, SocketError error, Journal.Place place)
    {
        for (int i = first; i < first + count && _socket.IsRecorded; i++)
        {
            SocketName to = queue.Peer(i);
            _socket.RecordDatagram(
                SocketCall.SendTo, to == default ? _socket.Peer : to, queue.Bytes(i), error, 0,
                place with { Number = place.Number + i },
                _sendNotes.Of(i, queue.Count, isMerged: false));
        }
    }

    public override void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        if (_queue is { } queue)
        {
            _queue = null;
            _poll.Return(queue);
        }

        _poll.Remove(this);
        _drops.Close();
        _path?.Unlink();
        _socket.Close();
    }
}
