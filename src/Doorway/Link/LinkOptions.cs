namespace Doorway;

/// <summary>What a link stands between, and what it does there.</summary>
public sealed record LinkOptions
{
    /// <summary>Where clients come. Port 0 lets the kernel choose.</summary>
    public required Address Listen { get; init; }

    /// <summary>The server; datagrams or a stream, as <see cref="Listen"/>.</summary>
    public required Address Target { get; init; }

    /// <summary>What happens on the way to the server; default nothing.</summary>
    public ImpairmentSet ToServer { get; init; } = ImpairmentSet.None;

    /// <summary>What happens on the way to the client; default nothing.</summary>
    public ImpairmentSet ToClient { get; init; } = ImpairmentSet.None;

    /// <summary>
    /// The same seed and the same order of messages give each message the same fate; default a
    /// random one.
    /// </summary>
    public ulong Seed { get; init; } = (ulong)Random.Shared.NextInt64();

    /// <summary>
    /// How many clients are relayed at once; null (default) for 10,000, or fewer where the
    /// open-file limit is low. What comes from one more is not sent on.
    /// </summary>
    public int? Clients { get; init; }

    /// <summary>
    /// After how long without a message a client that sends datagrams is forgotten; default 1
    /// minute.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The engine; default <see cref="Engine.Default"/>.</summary>
    public Engine Engine { get; init; } = Engine.Default;

    /// <summary>
    /// Where calls, fates and changes are written down; null (default) for nowhere.
    /// </summary>
    public Journal? Journal { get; init; }

    /// <summary>
    /// Told the fate of each message; null (default) for nobody. Called from the link's threads: it
    /// must return soon.
    /// </summary>
    public Action<Fate>? Fated { get; init; }

    /// <summary>
    /// Told what happens to clients, in a line: come, gone, failed to reach the server. As above.
    /// </summary>
    public Action<string>? Log { get; init; }
}
