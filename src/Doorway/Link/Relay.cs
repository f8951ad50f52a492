using System.Net;

namespace Doorway;

/// <summary>
/// What carries messages between clients and the server: for datagrams one way, for streams
/// another. It is made, listens, and is started once.
/// </summary>
abstract class Relay : IAsyncDisposable
{
    /// <summary>Binds one more listening socket; nothing is relayed yet.</summary>
    /// <returns>Its name, with the real port.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">It can't be bound.</exception>
    public abstract SocketName Listen(EndPoint local);

    /// <summary>Closes the listening sockets again, before the start.</summary>
    public abstract ValueTask UnlistenAsync();

    /// <summary>Begins to relay.</summary>
    public abstract void Start();

    /// <summary>Says whether this machine can do what is asked.</summary>
    /// <exception cref="NotSupportedException">It can't; the message says why.</exception>
    public virtual void Require(ImpairmentSet set)
    {
    }

    /// <summary>
    /// Has other impairments in one direction from now on; any thread. They are some that do
    /// something on this transport.
    /// </summary>
    /// <param name="direction">Which direction.</param>
    /// <param name="set">What happens there.</param>
    /// <param name="tell">
    /// Says that it is so; called once no message that still comes can miss the change.
    /// </param>
    public abstract void Change(Direction direction, ImpairmentSet set, Action tell);

    /// <summary>What it did so far; any thread.</summary>
    public abstract LinkCounts Counts(Direction direction);

    /// <summary>
    /// Takes no more clients, lets what waits go out for at most <see cref="RelayStart.Drain"/>,
    /// and closes. Right too where it was never started.
    /// </summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>What a relay is made from.</summary>
/// <param name="Options">As they were given.</param>
/// <param name="Targets">The server's end points, in the order in which to try them.</param>
/// <param name="Notes">Where fates and news go.</param>
sealed record RelayStart(LinkOptions Options, IReadOnlyList<EndPoint> Targets, LinkNotes Notes)
{
    /// <summary>How long messages that wait may take to go out at the end.</summary>
    public static TimeSpan Drain { get; } = TimeSpan.FromSeconds(5);
}
