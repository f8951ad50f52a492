using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>One datagram that arrived.</summary>
/// <param name="Count">How many bytes it has; 0 is a datagram too.</param>
/// <param name="From">Where it came from.</param>
/// <param name="Error">
/// Success, or what the network reported instead (refused, unreachable).
/// </param>
public readonly record struct Datagram(int Count, SocketName From, SocketError Error);

/// <summary>
/// A client's datagram socket: sendto(2) and recvfrom(2), never connect(2), for a datagram has no
/// connection. One socket may talk to many peers. On Linux a refusal (ICMP port unreachable) is
/// learnt at once, through IP_RECVERR; elsewhere it shows as silence.
/// </summary>
public abstract class DatagramSocket : IAsyncDisposable
{
    /// <summary>The name of this end; it has a port after the first send or a bind.</summary>
    public abstract SocketName Local { get; }

    /// <summary>Sends one datagram.</summary>
    /// <returns>
    /// Success, or why it was not sent: too large, unreachable, no permission to broadcast.
    /// </returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public abstract ValueTask<SocketError> SendToAsync(
        ReadOnlyMemory<byte> datagram, EndPoint remote, CancellationToken cancellation = default);

    /// <summary>
    /// Waits for one datagram, whoever sent it: compare <see cref="Datagram.From"/>.
    /// </summary>
    /// <param name="buffer">
    /// Where it goes. One that fills the buffer may have been cut, and is reported as
    /// <see cref="SocketError.MessageSize"/>: 65,536 bytes take any UDP datagram.
    /// </param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public abstract ValueTask<Datagram> ReceiveFromAsync(
        Memory<byte> buffer, CancellationToken cancellation = default);

    /// <summary>Closes the socket.</summary>
    public abstract ValueTask DisposeAsync();
}
