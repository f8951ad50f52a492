using System.Net.Sockets;

namespace Doorway;

/// <summary>One datagram socket of a <see cref="DatagramPoll"/>; of its thread alone.</summary>
abstract class DatagramPort : IDisposable
{
    /// <summary>The name of this end.</summary>
    public abstract SocketName Local { get; }

    /// <summary>How many datagrams never came out of the kernel; 0 where it can't be told.
    /// </summary>
    public abstract long DroppedByKernel { get; }

    /// <summary>
    /// Whether there is no queue: the portable engine has no call for many datagrams, and
    /// <see cref="Send"/> sends at once.
    /// </summary>
    public virtual bool SendsAtOnce => false;

    /// <summary>
    /// Queues one datagram, which is copied; sends those before if there is no room.
    /// </summary>
    /// <param name="datagram">Its bytes.</param>
    /// <param name="to">Whom to; default for the peer that the socket is connected to.</param>
    public abstract void Send(ReadOnlySpan<byte> datagram, in SocketName to = default);

    /// <summary>
    /// Sends what is queued, in order. Where the kernel's buffer is full it waits up to a
    /// millisecond for room, then tells <see cref="IDatagramReceiver.NotSent"/>.
    /// </summary>
    public abstract void Flush();

    /// <summary>Closes the socket; what is queued is not sent.</summary>
    public abstract void Dispose();
}

/// <summary>Told what arrives at a <see cref="DatagramPort"/>.</summary>
interface IDatagramReceiver
{
    /// <summary>A datagram has arrived; its bytes are there during this call only.</summary>
    void Received(DatagramPort port, ReadOnlySpan<byte> datagram, in SocketName from);

    /// <summary>
    /// The network reported a failure of an earlier datagram (refused, unreachable).
    /// </summary>
    void Failed(DatagramPort port, SocketError error);

    /// <summary>A queued datagram was not sent.</summary>
    void NotSent(DatagramPort port, ReadOnlySpan<byte> datagram, SocketError error);
}
