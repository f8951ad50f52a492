using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// What waits, accepts, receives and sends: nothing more. Meaning (services, limits, half-close)
/// lies above, in sessions that every engine carries alike.
/// </summary>
public abstract class Engine
{
    /// <summary>The engine on System.Net.Sockets, for every platform and transport.</summary>
    public static Engine Portable { get; } = new Engines.Portable.PortableEngine();

    /// <summary>
    /// The engine on the Linux kernel's own calls (epoll(7), recvmmsg(2)); null on other systems.
    /// </summary>
    public static Engine? Linux { get; } = OperatingSystem.IsLinux()
        ? new Engines.Linux.LinuxEngine(new Engines.Linux.LinuxEngineOptions()) : null;

    /// <summary>
    /// The same, but its threads always block while they wait, and never poll for a moment first:
    /// one client's answers take longer, and no processor time is spent on hope.
    /// </summary>
    public static Engine? LinuxBlocking { get; } = OperatingSystem.IsLinux()
        ? new Engines.Linux.LinuxEngine(new Engines.Linux.LinuxEngineOptions
        {
            Name = "linux-blocking",
            Spin = false,
        })
        : null;

    /// <summary>The best engine for this machine: Linux's own, or the portable one.</summary>
    public static Engine Default => Linux ?? Portable;

    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Opens a connection to one resolved address (TCP or Unix stream).</summary>
    /// <param name="transport">Tcp or Unix.</param>
    /// <param name="remote">Where to.</param>
    /// <param name="options">Local address and journal.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The connection, or why there is none (refused, timed out, unreachable).</returns>
    /// <exception cref="OperationCanceledException">The attempt was cancelled.</exception>
    public async ValueTask<Dialled> ConnectAsync(
        Transport transport, EndPoint remote, DialOptions options, CancellationToken cancellation)
    {
        var session = new ConversationSession();
        SocketError error = await DialAsync(transport, remote, options, session, cancellation)
            .ConfigureAwait(false);
        return new Dialled(error == SocketError.Success ? session.Connection : null, error);
    }

    /// <summary>Opens a connection to one resolved address, and carries a session on it.</summary>
    /// <param name="transport">Tcp or Unix.</param>
    /// <param name="remote">Where to.</param>
    /// <param name="options">Local address, journal, whose thread.</param>
    /// <param name="session">
    /// Whose bytes they are; opened on success, untouched on failure.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Success, or why there is no connection.</returns>
    /// <exception cref="OperationCanceledException">The attempt was cancelled.</exception>
    internal abstract ValueTask<SocketError> DialAsync(
        Transport transport, EndPoint remote, DialOptions options, Session session,
        CancellationToken cancellation);

    /// <summary>
    /// The processor time so far of each thread that carries streams, without what it polled in
    /// vain; none where it can't be told.
    /// </summary>
    internal virtual IReadOnlyList<TimeSpan> StreamThreads => [];

    /// <summary>
    /// Opens a datagram socket (UDP or Unix datagram) of a client: no connection is made.
    /// </summary>
    /// <param name="transport">Udp or UnixDatagram.</param>
    /// <param name="family">The family of the addresses to be sent to.</param>
    /// <param name="options">Local address, broadcast and journal.</param>
    /// <exception cref="SocketException">The socket can't be made or bound.</exception>
    public abstract DatagramSocket OpenDatagram(
        Transport transport, AddressFamily family, DialOptions options);

    /// <summary>Binds, listens and accepts.</summary>
    /// <exception cref="SocketException">The address can't be bound.</exception>
    internal abstract StreamListener Listen(
        Transport transport, EndPoint local, ListenOptions options, IStreamAcceptor acceptor);

    /// <summary>Binds and answers datagrams.</summary>
    /// <exception cref="SocketException">The address can't be bound.</exception>
    internal abstract DatagramListener Answer(
        Transport transport, EndPoint local, ListenOptions options, IDatagramHandler handler);

    /// <summary>Makes a set of datagram sockets for one thread.</summary>
    /// <exception cref="SocketException">No descriptor is left.</exception>
    internal abstract DatagramPoll CreateDatagramPoll();
}

/// <summary>How a client's socket is made.</summary>
public sealed record DialOptions
{
    /// <summary>
    /// The local address to bind to first; null (default) leaves it to the kernel.
    /// </summary>
    public EndPoint? Local { get; init; }

    /// <summary>
    /// Whether datagrams may go to broadcast addresses (SO_BROADCAST); default false.
    /// </summary>
    public bool Broadcast { get; init; }

    /// <summary>Where the calls are written down; null (default) for nowhere.</summary>
    public Journal? Journal { get; init; }

    /// <summary>
    /// A connection of the same engine whose thread shall carry the new one too, where the engine
    /// has threads of its own; null (default) for the thread that has the fewest.
    /// </summary>
    internal IStreamSocket? Beside { get; init; }
}

/// <summary>A connection, or why there is none.</summary>
/// <param name="Connection">The open connection, null on failure.</param>
/// <param name="Error">Success, or why it failed.</param>
public readonly record struct Dialled(Connection? Connection, SocketError Error);

/// <summary>How a server's socket is made.</summary>
sealed record ListenOptions
{
    /// <summary>
    /// How many connections may wait to be accepted; the kernel caps it (net.core.somaxconn).
    /// </summary>
    public int Backlog { get; init; } = 4_096;

    /// <summary>Where the calls are written down.</summary>
    public Journal? Journal { get; init; }
}

/// <summary>What becomes of an accepted connection: the server's side of the seam.</summary>
interface IStreamAcceptor
{
    /// <summary>Decides on a connection; null refuses it, and the engine resets it.</summary>
    Session? Accept(in SocketName local, in SocketName peer);

    /// <summary>
    /// Accepting failed, for example at the open-file limit; the engine tries again later.
    /// </summary>
    void AcceptFailed(SocketError error);
}

/// <summary>
/// What answers a datagram: the server's side of the seam. It is called by one thread at a time.
/// </summary>
interface IDatagramHandler
{
    /// <summary>The most bytes of room that <see cref="Answer"/> wants for a reply.</summary>
    int ReplySize { get; }

    /// <summary>Answers one datagram.</summary>
    /// <returns>
    /// Whether <paramref name="written"/> bytes of the reply are to be sent to the peer.
    /// </returns>
    bool Answer(
        ReadOnlySpan<byte> datagram, in SocketName peer, Span<byte> reply, out int written);

    /// <summary>A datagram was larger than the receive buffer, and was dropped.</summary>
    void Truncated(in SocketName peer);

    /// <summary>An answer was sent, or could not be.</summary>
    void Sent(in SocketName peer, int bytes, SocketError error);
}

/// <summary>A listening socket.</summary>
abstract class StreamListener : IAsyncDisposable
{
    /// <summary>Its name, with the real port.</summary>
    public abstract SocketName Local { get; }

    /// <summary>Stops and goes on taking connections out of the backlog.</summary>
    public abstract bool Paused { get; set; }

    /// <summary>How many connections wait in the backlog; null where it can't be told.</summary>
    public abstract int? Waiting { get; }

    /// <summary>
    /// Takes what the backlog holds, closes the listening socket, and drains the connections: what
    /// has arrived is answered, nothing more is read.
    /// </summary>
    public abstract ValueTask DrainAsync();

    /// <summary>Closes the listening socket.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>A bound datagram socket that answers.</summary>
abstract class DatagramListener : IAsyncDisposable
{
    /// <summary>Its name, with the real port.</summary>
    public abstract SocketName Local { get; }

    /// <summary>How many datagrams never came out of the kernel; 0 where it can't be told.
    /// </summary>
    public virtual long DroppedByKernel => 0;

    /// <summary>Answers what has arrived, then closes.</summary>
    public abstract ValueTask DisposeAsync();
}
