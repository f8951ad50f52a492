using System.Net.Sockets;
using Doorway.Engines.Linux.Interop;
using Doorway.Engines.Portable;

namespace Doorway.Engines.Linux;

/// <summary>
/// Sends answers, many with one call, and tells the handler what became of each. Where the kernel
/// refuses to take several together they go one by one.
/// </summary>
sealed unsafe class DatagramSender : IDisposable
{
    const MessageFlags Flags = MessageFlags.DontWait | MessageFlags.NoSignal;

    readonly RecordedSocket _socket;
    readonly int _descriptor;
    readonly IDatagramHandler _handler;
    readonly DatagramBatchAnswers _answers;
    readonly BatchNotes _notes = new("sendmmsg", "UDP_SEGMENT");
    Journal.Place _place;
    bool _inBatches;

    public DatagramSender(
        RecordedSocket socket, IDatagramHandler handler, int size, LinuxEngineOptions options)
    {
        _socket = socket;
        _descriptor = (int)socket.Socket.SafeHandle.DangerousGetHandle();
        _handler = handler;
        _inBatches = options.Batches;
        bool isMerging = options.MergedSend && socket.Local.Family != AddressFamily.Unix;
        _answers = new DatagramBatchAnswers(handler.ReplySize, size)
        {
            LargestSegment = isMerging ? int.MaxValue : 0,
        };
    }

    /// <summary>Room for an answer; those before may be sent to make it.</summary>
    public Span<byte> Room()
    {
        if (_answers.IsFull)
        {
            Flush();
        }

        return _answers.Room;
    }

    /// <summary>Adds the answer that was written there.</summary>
    public void Add(int length, in Recipient to) => _answers.Add(length, to);

    /// <summary>Sends what there is.</summary>
    public void Flush()
    {
        int runs = _answers.RunCount;
        if (runs == 0)
        {
            return;
        }

        // What a datagram causes is to come after it in the journal.
        _place = _socket.ReserveMany(runs);
        BatchedMessage* messages = _answers.Compose();
        int done = 0;
        while (done < runs)
        {
            int sent = Send(messages + done, runs - done);
            for (int i = 0; i < sent; i++)
            {
                Tell(done + i, SocketError.Success);
            }

            done += Math.Max(sent, 0);
            if (sent < 0 && sent != -Errno.EIntr)
            {
                SendAlone(messages, done++, runs, -sent);
            }
        }

        _answers.Clear();
    }

    int Send(BatchedMessage* messages, int count) => count > 1 && _inBatches
        ? DatagramCalls.Send(_descriptor, messages, count, Flags)
        : DatagramCalls.SendOne(_descriptor, &messages->Header, Flags);

    // The first message of a call failed, or the call did: then the message goes by itself.
    void SendAlone(BatchedMessage* messages, int run, int runs, int errno)
    {
        if (_inBatches && runs - run > 1 && Errno.IsRefusal(errno))
        {
            int sent = SendOne(messages + run);
            if (sent > 0)
            {
                _inBatches = false;
                Tell(run, SocketError.Success);
                return;
            }

            errno = -sent;
        }

        SendApart(run, errno);
    }

    int SendOne(BatchedMessage* message)
    {
        int sent;
        do
        {
            sent = DatagramCalls.SendOne(_descriptor, &message->Header, Flags);
        }
        while (sent == -Errno.EIntr);
        return sent;
    }

    void SendApart(int run, int errno)
    {
        (int count, int segment) = _answers.Shape(run);
        if (count == 1 || !MayGoApart(errno, segment))
        {
            Tell(run, Errno.ToSocketError(errno));
            return;
        }

        _socket.Abandon(PlaceOf(run));
        for (int answer = _answers.First(run); answer >= 0; answer = _answers.Next(answer))
        {
            Journal.Place place = _socket.Reserve();
            int sent = SendOne(_answers.ComposeOne(run, answer));
            SocketError error = Errno.ToSocketError(Math.Max(-sent, 0));
            Record(run, _answers.Bytes(answer), 0, error, place);
            _handler.Sent(_answers.Peer(run), _answers.Length(answer), error);
        }
    }

    // EMSGSIZE and EINVAL: a segment is larger than the way's packets (MTU). Anything else of a
    // refusal: the kernel or the interface can't do it at all (EIO without checksum offload).
    bool MayGoApart(int errno, int segment)
    {
        if (errno is Errno.EMsgSize or Errno.EInval)
        {
            _answers.LargestSegment = Math.Min(_answers.LargestSegment, segment - 1);
            return true;
        }

        if (Errno.IsRefusal(errno))
        {
            _answers.LargestSegment = 0;
            return true;
        }

        return false;
    }

    // What became of a run that was sent in one piece.
    void Tell(int run, SocketError error)
    {
        if (_socket.IsRecorded)
        {
            RecordRun(run, error);
        }

        for (int answer = _answers.First(run); answer >= 0; answer = _answers.Next(answer))
        {
            _handler.Sent(_answers.Peer(run), _answers.Length(answer), error);
        }
    }

    void RecordRun(int run, SocketError error)
    {
        (int count, int segment) = _answers.Shape(run);
        Record(run, _answers.Whole(run), count == 1 ? 0 : segment, error, PlaceOf(run));
    }

    void Record(
        int run, ReadOnlySpan<byte> bytes, int segment, SocketError error, Journal.Place place)
    {
        if (_socket.IsRecorded)
        {
            string? note = _notes.Of(run, _answers.RunCount, _answers.Shape(run).Count > 1);
            _socket.RecordDatagram(
                SocketCall.SendTo, _answers.Peer(run), bytes, error, 0, place, note, segment);
        }
    }

    Journal.Place PlaceOf(int run) => _place with { Number = _place.Number + run };

    public void Dispose() => _answers.Dispose();
}
