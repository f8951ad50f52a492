using System.Buffers;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// Answers datagrams with a pure service, and drops those that must not be answered, each counted
/// under its reason. One for each socket, whose one thread counts and everybody may read.
/// </summary>
sealed class DatagramResponder(
    IService service, Limits limits, Transport transport, Action<ServerEvent>? log)
    : IDatagramHandler
{
    const int FirstUserPort = 1024;
    const int LargestUnixReply = 1024 * 1024;
    const int LargestUdpReply = 65_536;

    readonly TokenBuckets _rate = new(limits.AnswersPerSecond);
    readonly LoopGuard _loops = new(limits.AnswersPerSecond);
    readonly LocalAddresses _local = new();
    readonly string _overRateReason = $"over {limits.AnswersPerSecond} datagrams a second";
    long _received;
    long _answered;
    long _overRate;
    long _asLoop;
    long _sourcePort;
    long _truncated;
    long _tooLarge;
    long _noAnswer;
    long _noAddress;
    long _notSent;

    /// <summary>The ports that our own servers are bound to; set once all are.</summary>
    public IReadOnlySet<int> OwnPorts { get; set; } = new HashSet<int>();

    /// <summary>Where the datagrams come from, once it is there.</summary>
    public DatagramListener? Listener { get; set; }

    public int ReplySize => transport == Transport.Udp ? LargestUdpReply : LargestUnixReply;

    public bool Answer(
        ReadOnlySpan<byte> datagram, in SocketName peer, Span<byte> reply, out int written)
    {
        written = 0;
        Count(ref _received);
        long now = Environment.TickCount64;
        if (!peer.IsNamed)
        {
            return Drop(ref _noAddress, peer, "the sender is not bound: no address to answer to");
        }

        if (transport == Transport.Udp && !MayBeAnswered(peer, now))
        {
            return false;
        }

        if (!Reply(datagram, peer, reply, out written))
        {
            return false;
        }

        return _loops.Allows(datagram, reply[..written], peer, now)
            || Drop(ref _asLoop, peer, "it repeats our last answer: a loop between two servers");
    }

    bool MayBeAnswered(in SocketName peer, long now)
    {
        bool isOurs = _local.Contains(peer, now);
        if (peer.Port < FirstUserPort || (isOurs && OwnPorts.Contains(peer.Port)))
        {
            return Drop(
                ref _sourcePort, peer,
                peer.Port == 0 ? "from port 0: nobody can be answered there"
                : peer.Port < FirstUserPort ? "from a well-known port: a service, not a client"
                : "from one of our own ports");
        }

        if (isOurs)
        {
            return true;
        }

        return _rate.Take(peer.WithoutPort, now)
            || Drop(ref _overRate, peer, _overRateReason);
    }

    bool Reply(
        ReadOnlySpan<byte> datagram, in SocketName peer, Span<byte> reply, out int written)
    {
        written = 0;
        OperationStatus status;
        try
        {
            status = service.Reply(datagram, reply, out _, out written, isFinal: true);
        }
#pragma warning disable CA1031 // A service is anybody's code: it costs its datagram only.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Count(ref _noAnswer);
            Log(ServerEventKind.Fault, peer,
                $"the service threw {failure.GetType().Name}: {failure.Message}");
            return false;
        }

        return status switch
        {
            OperationStatus.Done => true,
            OperationStatus.DestinationTooSmall => TooLarge(peer, datagram.Length),
            _ => Drop(ref _noAnswer, peer, "the service had no answer"),
        };
    }

    bool TooLarge(in SocketName peer, int size) =>
        Drop(ref _tooLarge, peer, $"the answer to {size} bytes does not fit into a datagram");

    public void Truncated(in SocketName peer)
    {
        Count(ref _received);
        Drop(ref _truncated, peer, "larger than the receive buffer: it was cut");
    }

    public void Sent(in SocketName peer, int bytes, SocketError error)
    {
        switch (error)
        {
            case SocketError.Success:
                Count(ref _answered);
                break;
            case SocketError.MessageSize:
                Drop(
                    ref _tooLarge, peer,
                    $"an answer of {bytes} bytes does not fit into a datagram");
                break;
            default:
                Drop(ref _notSent, peer, $"the answer could not be sent: {error}");
                break;
        }
    }

    // One thread writes: no more is needed than that a reader sees the whole of it.
    static void Count(ref long counter) => Volatile.Write(ref counter, counter + 1);

    bool Drop(ref long counter, in SocketName peer, string reason)
    {
        Count(ref counter);
        Log(ServerEventKind.Dropped, peer, reason);
        return false;
    }

    void Log(ServerEventKind kind, in SocketName peer, string text) =>
        log?.Invoke(new ServerEvent(kind, 0, peer, text));

    /// <summary>Adds what this responder counted.</summary>
    public Counters AddTo(Counters counters) => counters with
    {
        DatagramsReceived = counters.DatagramsReceived + Volatile.Read(ref _received),
        DatagramsAnswered = counters.DatagramsAnswered + Volatile.Read(ref _answered),
        DroppedOverRate = counters.DroppedOverRate + Volatile.Read(ref _overRate),
        DroppedAsLoop = counters.DroppedAsLoop + Volatile.Read(ref _asLoop),
        DroppedSourcePort = counters.DroppedSourcePort + Volatile.Read(ref _sourcePort),
        DroppedTruncated = counters.DroppedTruncated + Volatile.Read(ref _truncated),
        DroppedAnswerTooLarge = counters.DroppedAnswerTooLarge + Volatile.Read(ref _tooLarge),
        DroppedNoAnswer = counters.DroppedNoAnswer + Volatile.Read(ref _noAnswer),
        DroppedNoAddress = counters.DroppedNoAddress + Volatile.Read(ref _noAddress),
        DroppedNotSent = counters.DroppedNotSent + Volatile.Read(ref _notSent),
        DroppedByKernel = counters.DroppedByKernel + (Listener?.DroppedByKernel ?? 0),
    };
}
