using System.Net.Sockets;

namespace Doorway;

/// <summary>Which end of an exchange made a call.</summary>
public enum Side : byte
{
    /// <summary>The end that speaks first, or that called connect(2).</summary>
    Client,

    /// <summary>The end that waited to be contacted.</summary>
    Server,
}

/// <summary>
/// The socket calls that a journal records, named as in their man pages (section 2 or 3).
/// </summary>
public enum SocketCall : byte
{
    /// <summary>gethostname(2): which name this machine has.</summary>
    GetHostName,

    /// <summary>getaddrinfo(3): which addresses a name has.</summary>
    GetAddrInfo,

    /// <summary>socket(2): make a socket.</summary>
    Socket,

    /// <summary>setsockopt(2): set an option.</summary>
    SetSockOpt,

    /// <summary>bind(2): give the socket its local address.</summary>
    Bind,

    /// <summary>listen(2): make it a listening (welcoming) socket.</summary>
    Listen,

    /// <summary>connect(2): open a connection.</summary>
    Connect,

    /// <summary>
    /// accept(2): take the next connection out of the backlog, as a socket of its own.
    /// </summary>
    Accept,

    /// <summary>send(2): bytes into a connection.</summary>
    Send,

    /// <summary>recv(2): bytes out of a connection; 0 bytes is the peer's end.</summary>
    Recv,

    /// <summary>sendto(2): one datagram to an address.</summary>
    SendTo,

    /// <summary>recvfrom(2): one datagram, and the address that it came from.</summary>
    RecvFrom,

    /// <summary>shutdown(2): half-close, no more bytes from this side.</summary>
    Shutdown,

    /// <summary>close(2): the socket is gone.</summary>
    Close,

    /// <summary>
    /// No call of the kernel's: what a <see cref="Link"/> did with one message, in words, on the
    /// side of its sender.
    /// </summary>
    Fate,

    /// <summary>
    /// No call of the kernel's: what a <see cref="Link"/> does from now on to the messages of a
    /// side, in words.
    /// </summary>
    Change,
}

/// <summary>What a <see cref="SocketCall"/> is like.</summary>
public static class SocketCalls
{
    extension(SocketCall call)
    {
        /// <summary>
        /// Whether it is a call of the kernel's or the C library's, and not a note between them.
        /// </summary>
        public bool IsCall => call is not (SocketCall.Fate or SocketCall.Change);
    }
}

/// <summary>
/// One call in a <see cref="Journal"/>: who called what on which socket, and what came of it.
/// </summary>
public readonly record struct Entry
{
    /// <summary>
    /// Its place in the journal, from 1. A call that waits (accept, connect, receive) has the
    /// place of its return, any other that of its start: what a send causes comes after it. Places
    /// may be left out, and the datagrams of one message (UDP_GRO, UDP_SEGMENT) share theirs.
    /// </summary>
    public long Number { get; init; }

    /// <summary>When it took its place (CLOCK_REALTIME).</summary>
    public DateTime Time { get; init; }

    /// <summary>How long the caller had waited for it, zero where it returned at once.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>
    /// When the call took effect, for putting the calls of several threads in order: a connect
    /// that waited has its place where it returned, but the other end may have accepted it before.
    /// </summary>
    public DateTime Effective => Call == SocketCall.Connect ? Time - Waited : Time;

    /// <summary>Which end called.</summary>
    public Side Side { get; init; }

    /// <summary>What was called.</summary>
    public SocketCall Call { get; init; }

    /// <summary>The transport of the socket.</summary>
    public Transport Transport { get; init; }

    /// <summary>
    /// The journal's own number for the socket, from 1, never used again; 0 for none.
    /// </summary>
    public int Socket { get; init; }

    /// <summary>The socket's local name, once it has one.</summary>
    public SocketName Local { get; init; }

    /// <summary>The other end, where the call names one or the socket is connected.</summary>
    public SocketName Peer { get; init; }

    /// <summary>
    /// What the call returned: a byte count, the new socket's number for socket and accept, the
    /// backlog for listen, else 0.
    /// </summary>
    public int Result { get; init; }

    /// <summary><see cref="SocketError.Success"/>, or why the call failed.</summary>
    public SocketError Error { get; init; }

    /// <summary>
    /// The first bytes that were sent or received (see <see cref="Journal.BytesPerEntry"/>).
    /// </summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>
    /// An argument in words, where there is one: the option set, the name looked up.
    /// </summary>
    public string? Argument { get; init; }
}
