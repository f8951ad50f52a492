namespace Doorway;

/// <summary>How connections are taken.</summary>
public enum ServerMode
{
    /// <summary>Every connection at once (default).</summary>
    Concurrent,

    /// <summary>One connection at a time; the others wait in the backlog until it ends.</summary>
    Iterative,
}

/// <summary>What a <see cref="Server"/> serves, where, and within which limits.</summary>
public sealed record ServerOptions
{
    /// <summary>Where to listen: any mix of transports. Port 0 lets the kernel choose.</summary>
    public required IReadOnlyList<Address> Addresses { get; init; }

    /// <summary>
    /// The pure service that answers datagrams, and streams unless there is a conversation.
    /// </summary>
    public IService? Service { get; init; }

    /// <summary>The conversation held on every connection.</summary>
    public Conversation? Conversation { get; init; }

    /// <summary>Concurrent (default) or iterative.</summary>
    public ServerMode Mode { get; init; }

    /// <summary>What one peer may take from the others.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>The engine; default <see cref="Engine.Default"/>.</summary>
    public Engine Engine { get; init; } = Engine.Default;

    /// <summary>Where the socket calls are written down; null (default) for nowhere.</summary>
    public Journal? Journal { get; init; }

    /// <summary>
    /// Told of connections, refusals, drops and faults as they happen. Called from the engine's
    /// threads: it must return soon, and what it throws is lost.
    /// </summary>
    public Action<ServerEvent>? Log { get; init; }

    /// <exception cref="ArgumentException">The options don't make a server.</exception>
    internal void Require()
    {
        if (Addresses.Count == 0)
        {
            throw new ArgumentException("There is no address to listen on.", "options");
        }

        if (Service is null && Conversation is null)
        {
            throw new ArgumentException(
                "A server needs a service or a conversation.", "options");
        }

        foreach (Address address in Addresses)
        {
            if (Service is null && address.Transport.IsDatagram)
            {
                throw new ArgumentException(
                    $"{address}: a conversation needs a connection; use tcp or unix.",
                    "options");
            }
        }
    }
}
