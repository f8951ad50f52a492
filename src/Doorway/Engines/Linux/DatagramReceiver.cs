using System.Net;
using System.Net.Sockets;
using Doorway.Engines.Linux.Interop;
using Doorway.Engines.Portable;

namespace Doorway.Engines.Linux;

/// <summary>
/// Receives datagrams, many with one call where the kernel has the calls for it.
/// </summary>
sealed class DatagramReceiver : IDisposable
{
    // A socket that fails again and again is not to keep a processor busy.
    const int FailuresInARow = 16;
    const int PauseMilliseconds = 10;

    // recvmmsg looks for a second message too. Where there never is one, recvmsg spares that look;
    // but for every eighth time, to notice when there is.
    const int AloneInARow = 8;

    readonly RecordedSocket _socket;
    readonly int _descriptor;
    readonly BatchNotes _notes = new("recvmmsg", "UDP_GRO");
    bool _inBatches;
    long _started;
    long _returned;
    int _failures;
    int _alone;

    public DatagramReceiver(
        RecordedSocket socket, int slots, int slotSize, LinuxEngineOptions options)
    {
        _socket = socket;
        _descriptor = (int)socket.Socket.SafeHandle.DangerousGetHandle();
        _inBatches = options.Batches;
        Errno.Require(DatagramCalls.MakeBlocking(_descriptor));
        bool isInternet = socket.Local.Family != AddressFamily.Unix;
        if (isInternet)
        {
            ReceiveBuffer.Enlarge(socket.Socket);
        }

        bool isMerged = isInternet && options.MergedReceive && Set(
            ControlMessages.LevelUdp, ControlMessages.UdpGro);
        bool isTold = isInternet && TellsAddress();
        Batch = new DatagramBatch(slots, slotSize, isMerged || isTold);
    }

    /// <summary>What the last call received.</summary>
    public DatagramBatch Batch { get; }

    // Bound to every interface, a socket would answer from the address of the route back, not from
    // the one that was asked.
    bool TellsAddress()
    {
        bool isIPv6 = _socket.Local.Family == AddressFamily.InterNetworkV6;
        IPAddress any = isIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        return _socket.Local.IPAddress!.Equals(any) && (isIPv6
            ? Set(ControlMessages.LevelIPv6, ControlMessages.IPv6ReceivePacketInfo)
            : Set(ControlMessages.LevelIP, ControlMessages.IPPacketInfo));
    }

    bool Set(int level, int option)
    {
        try
        {
            _socket.Socket.SetRawSocketOption(level, option, [1, 0, 0, 0]);
            return true;
        }
        catch (SocketException)
        {
            // Older than Linux 5.0, or not quite Linux: it works without.
            return false;
        }
    }

    /// <summary>Receives what is there, in the first place by waiting for it if asked to.</summary>
    /// <returns>How many messages are in the batch; none after an error.</returns>
    public int Receive(bool wait)
    {
        _started = wait ? _socket.Now : 0;
        bool isBatch = _inBatches && _alone <= AloneInARow;
        int count = Batch.Receive(
            _descriptor, wait ? MessageFlags.WaitForOne : MessageFlags.DontWait, isBatch);
        if (count >= 0)
        {
            _failures = 0;
            _returned = _socket.Now;
            _alone = count == 1 && _alone < 2 * AloneInARow ? _alone + 1
                : count == 1 ? AloneInARow : 0;
            return count;
        }

        Fail(-count);
        return 0;
    }

    void Fail(int errno)
    {
        if (errno is Errno.EAgain or Errno.EIntr)
        {
            return;
        }

        // Else the error of an earlier send, reported here: the socket itself is sound.
        if (Errno.IsRefusal(errno))
        {
            _inBatches = false;
        }

        if (++_failures > FailuresInARow)
        {
            Thread.Sleep(PauseMilliseconds);
        }
    }

    /// <summary>Whether the message has neither bytes nor sender.</summary>
    public bool IsNothing(int slot) => Batch.Length(slot) == 0 && Batch.Source(slot).IsEmpty;

    /// <summary>Writes a received datagram down, or a whole merged message.</summary>
    public void Record(
        int slot, int count, bool isMerged, in SocketName peer, ReadOnlySpan<byte> bytes,
        bool isCut = false, int segment = 0)
    {
        if (_socket.IsRecorded)
        {
            _socket.RecordDatagram(
                SocketCall.RecvFrom, peer, bytes,
                isCut ? SocketError.MessageSize : SocketError.Success, _started,
                _socket.ReserveAt(_returned), _notes.Of(slot, count, isMerged), segment);
        }
    }

    public void Dispose() => Batch.Dispose();
}
