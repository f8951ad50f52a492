namespace Doorway;

/// <summary>What one peer may take from the others. Every limit is on by default.</summary>
public sealed record Limits
{
    /// <summary>The value that lifts a limit in time.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>
    /// Connections at once; further ones are reset and counted. Null (default) takes 10,000 or
    /// half of the open-file limit, whichever is less.
    /// </summary>
    public int? Connections { get; init; }

    /// <summary>
    /// Connections at once from one source address; default 100. Loopback is exempt.
    /// </summary>
    public int ConnectionsPerSource { get; init; } = 100;

    /// <summary>How long a connection may be silent; default 10 minutes.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Above this share of <see cref="Connections"/> (default 0.8) those idle longest are closed
    /// first.
    /// </summary>
    public double BusyShare { get; init; } = 0.8;

    /// <summary>
    /// How long one must be idle to be closed above the busy share; default 30 seconds.
    /// </summary>
    public TimeSpan BusyIdle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer may leave its answers unread; default 30 seconds.</summary>
    public TimeSpan WriteStall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many unread bytes are held before its input is left unread; default 64 KiB.
    /// </summary>
    public int Unsent { get; init; } = 64 * 1024;

    /// <summary>How long the peer's end is awaited after ours; default 5 seconds.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Datagrams answered per second and source address, for sources that are not on this host;
    /// default 200. The same rate ends a loop between two servers, wherever they are.
    /// </summary>
    public int AnswersPerSecond { get; init; } = 200;
}
