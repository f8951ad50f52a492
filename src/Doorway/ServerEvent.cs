namespace Doorway;

/// <summary>What a server tells its log.</summary>
public enum ServerEventKind
{
    /// <summary>A connection was accepted.</summary>
    Connected,

    /// <summary>A connection ended.</summary>
    Disconnected,

    /// <summary>A connection was refused (reset), because a limit was reached.</summary>
    Refused,

    /// <summary>How many clients wait in the backlog has changed (iterative mode).</summary>
    Waiting,

    /// <summary>A datagram was dropped, for the reason given.</summary>
    Dropped,

    /// <summary>A connection's program was started, or has ended.</summary>
    Program,

    /// <summary>Accepting failed, or a service broke its contract.</summary>
    Fault,
}

/// <summary>One thing that happened at a server.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Connection">The connection's number, from 1; 0 where there is none.</param>
/// <param name="Peer">The other end.</param>
/// <param name="Text">The rest in words, one line, without kind, number and peer.</param>
public sealed record ServerEvent(
    ServerEventKind Kind, long Connection, SocketName Peer, string Text);
