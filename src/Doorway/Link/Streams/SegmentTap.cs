using Doorway.Engines.Linux.Interop;

namespace Doorway;

/// <summary>
/// Drops segments that come in on one socket of the link, and counts them and those that their
/// sender's TCP sent again. The sender is another program's socket: where it is on this machine,
/// the kernel tells of it. Any thread.
/// </summary>
sealed class SegmentTap(IStreamSocket socket)
{
    readonly Lock _gate = new();
    long _countedAt;
    int _dropped;
    int _sentAgain;
    bool _isCounting;

    /// <summary>Says why segments can't be dropped here.</summary>
    /// <exception cref="NotSupportedException">They can't.</exception>
    public static void Require(Transport listen, Transport target)
    {
        string? obstacle = listen != Transport.Tcp || target != Transport.Tcp
            ? "it is for tcp:// on both sides: a Unix socket has no segments"
            : !OperatingSystem.IsLinux()
                ? "it takes Linux, whose sockets can have a filter"
                : Words(SegmentFilter.Try());
        if (obstacle is not null)
        {
            throw new NotSupportedException(
                $"{SegmentLoss.OfKind.Name} is not possible: {obstacle}");
        }
    }

    static string? Words(int result) => result switch
    {
        0 => null,
        -Errno.EPerm => "a filter on a TCP socket takes CAP_NET_ADMIN: be root, or run the client, "
            + "the link and the server together in a network of their own (`unshare -Urn`, then "
            + "`ip link set lo up`)",
        _ => $"the kernel refused the filter ({Errno.ToSocketError(-result)})",
    };

    /// <summary>Drops this share from now on; 0 for none.</summary>
    public void Drop(double share)
    {
        lock (_gate)
        {
            if (!_isCounting)
            {
                // What was sent again before had other reasons. (A sender that has just connected
                // can't be asked yet, and has sent nothing again.)
                _isCounting = true;
                _dropped = Math.Max(0, socket.Use(SegmentFilter.Drops));
                _sentAgain = Math.Max(
                    0, SocketDiagnosis.Retransmitted(socket.Peer, socket.Local));
            }

            _ = socket.Use(share > 0
                ? descriptor => SegmentFilter.Drop(descriptor, share) : SegmentFilter.Pass);
        }
    }

    /// <summary>
    /// Counts what has happened since, at most once a millisecond: it takes some microseconds.
    /// </summary>
    public void CountSometimesTo(StreamLane lane)
    {
        long now = Environment.TickCount64;
        if (now != Volatile.Read(ref _countedAt))
        {
            Volatile.Write(ref _countedAt, now);
            CountTo(lane);
        }
    }

    /// <summary>Counts what has happened since.</summary>
    public void CountTo(StreamLane lane)
    {
        lock (_gate)
        {
            int dropped = Math.Max(_dropped, socket.Use(SegmentFilter.Drops));
            int sentAgain = Math.Max(
                _sentAgain, SocketDiagnosis.Retransmitted(socket.Peer, socket.Local));
            lane.CountSegments(dropped - _dropped, sentAgain - _sentAgain);
            _dropped = dropped;
            _sentAgain = sentAgain;
        }
    }
}
