using System.Net;

namespace Doorway;

/// <summary>
/// Datagram sockets of one thread, which waits for all of them together and sends and receives many
/// datagrams with few calls: what a load generator and a link are made of. Only <see cref="Wake"/>
/// may be called from other threads.
/// </summary>
abstract class DatagramPoll : IDisposable
{
    /// <summary>Opens a socket.</summary>
    /// <param name="transport">Udp or UnixDatagram.</param>
    /// <param name="local">
    /// Where to bind; null leaves it to the kernel, and gives a Unix socket a name of its own, so
    /// that it can be answered.
    /// </param>
    /// <param name="remote">
    /// The one peer (connect(2)): others are not heard, and its refusal is told. Null for many;
    /// then <paramref name="local"/> is needed.
    /// </param>
    /// <param name="receiver">Whom to tell what arrives.</param>
    /// <param name="journal">Where the calls are written down; null for nowhere.</param>
    /// <exception cref="System.Net.Sockets.SocketException">It can't be opened.</exception>
    /// <exception cref="ArgumentException">Neither end is given.</exception>
    public abstract DatagramPort Open(
        Transport transport, EndPoint? local, EndPoint? remote, IDatagramReceiver receiver,
        Journal? journal);

    /// <summary>
    /// Sends what is queued at all sockets, waits until one has something, then receives what is
    /// there, a batch of each socket. What is sent meanwhile stays queued until the next call or
    /// <see cref="DatagramPort.Flush"/>.
    /// </summary>
    /// <param name="until">
    /// The latest time to return, as of <see cref="System.Diagnostics.Stopwatch"/>'s timestamp;
    /// past times only look. It is kept to some microseconds. It may return earlier.
    /// </param>
    /// <returns>How many datagrams were received.</returns>
    public abstract int Wait(long until);

    /// <summary>Has the thread return from its wait soon.</summary>
    public abstract void Wake();

    /// <summary>Closes all sockets; not while one of its receivers is being told something.
    /// </summary>
    public abstract void Dispose();
}
