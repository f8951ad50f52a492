using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// What a <see cref="Session"/> may ask of the engine that carries it: the waist between meaning
/// and I/O. No member blocks, none throws for a network event, and all may be called from any
/// thread.
/// </summary>
interface IStreamSocket
{
    /// <summary>The name of this end.</summary>
    SocketName Local { get; }

    /// <summary>The name of the other end.</summary>
    SocketName Peer { get; }

    /// <summary>send(2) as far as the kernel takes the bytes now.</summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="error">Why the connection failed, else Success.</param>
    /// <returns>How many bytes were taken; 0 when the kernel's buffer is full.</returns>
    int Send(ReadOnlySpan<byte> bytes, out SocketError error);

    /// <summary>
    /// Sends <see cref="Session.Unsent"/> as the kernel gets room, telling
    /// <see cref="Session.Sent"/>.
    /// </summary>
    void SendUnsent();

    /// <summary>shutdown(2) of the sending side: the peer reads to the end.</summary>
    void FinishSending();

    /// <summary>Looks again at <see cref="Session.WantsToReceive"/>.</summary>
    void InterestChanged();

    /// <summary>Calls something with the descriptor, which stays open meanwhile.</summary>
    /// <param name="call">The call: its result, or its errno as a negative number.</param>
    /// <returns>The same; -9 (EBADF) where the socket is closed.</returns>
    int Use(Func<int, int> call);

    /// <summary>close(2); the engine then tells <see cref="Session.Closed"/>, once.</summary>
    /// <param name="reset">Whether to drop what is unsent and answer with a RST.</param>
    void Close(bool reset);
}
