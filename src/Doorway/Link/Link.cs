using System.Net;

namespace Doorway;

/// <summary>
/// Stands between clients and a server and makes the network between them bad on purpose: it
/// relays messages both ways, for many clients at once, and does to them what its impairments say.
/// Bytes are never altered unless asked.
/// </summary>
public sealed class Link : IAsyncDisposable
{
    readonly Relay _relay;
    readonly LinkNotes _notes;
    readonly Transport _transport;
    readonly Lock _gate = new();
    readonly ImpairmentSet[] _sets;
    Task? _stopped;

    Link(LinkOptions options, Relay relay, LinkNotes notes)
    {
        _relay = relay;
        _notes = notes;
        _transport = options.Listen.Transport;
        _sets = [options.ToServer, options.ToClient];
    }

    /// <summary>Where clients come, with the real port; the first of several addresses.</summary>
    public SocketName Local { get; private set; }

    /// <summary>Binds, and starts to relay.</summary>
    /// <exception cref="ArgumentException">
    /// One of the two addresses is for datagrams and the other for streams, an impairment does
    /// nothing on this transport, or so many clients don't fit below the open-file limit.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// Segments are to be lost, and this machine or this user can't: the message says why.
    /// </exception>
    /// <exception cref="AddressResolutionException">A name has no address.</exception>
    /// <exception cref="ListenException">The address can't be bound.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled meanwhile.</exception>
    public static async Task<Link> StartAsync(
        LinkOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireOneKind(options.Listen, options.Target);
        RequireEffect(options.Listen.Transport, options.ToServer, nameof(options));
        RequireEffect(options.Listen.Transport, options.ToClient, nameof(options));
        IReadOnlyList<EndPoint> targets = await options.Target.ResolveAsync(
            cancellation: cancellation).ConfigureAwait(false);

        var notes = new LinkNotes(options);
        Relay relay = CreateRelay(new RelayStart(options, targets, notes));
        try
        {
            relay.Require(options.ToServer);
            relay.Require(options.ToClient);
            var link = new Link(options, relay, notes);
            await link.ListenAsync(options.Listen, cancellation).ConfigureAwait(false);
            relay.Start();
            return link;
        }
        catch
        {
            await relay.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    static Relay CreateRelay(RelayStart start) => start.Options.Listen.Transport.IsStream
        ? new StreamRelay(start)
        : new DatagramRelay(start);

    async Task ListenAsync(Address address, CancellationToken cancellation)
    {
        SocketName first = default;
        await Binding.BindAsync(address, Listen, UnlistenAsync, cancellation).ConfigureAwait(false);
        Local = first;
        _notes.Local = first;

        SocketName Listen(EndPoint local)
        {
            SocketName bound = _relay.Listen(local);
            first = first == default ? bound : first;
            return bound;
        }

        async Task UnlistenAsync()
        {
            await _relay.UnlistenAsync().ConfigureAwait(false);
            first = default;
        }
    }

    static void RequireOneKind(Address listen, Address target)
    {
        if (listen.Transport.IsStream != target.Transport.IsStream)
        {
            Address datagrams = listen.Transport.IsStream ? target : listen;
            Address stream = listen.Transport.IsStream ? listen : target;
            throw new ArgumentException(
                $"{datagrams} is for datagrams and {stream} for a stream: a link needs two of one "
                + "kind, so write both as tcp:// (or unix:), or both as udp:// (or unixgram:)");
        }
    }

    static void RequireEffect(Transport transport, ImpairmentSet set, string parameter)
    {
        foreach (Impairment one in set)
        {
            if (!one.Kind.ActsOn(transport))
            {
                throw new ArgumentException(one.Kind.WhyNotOn(transport), parameter);
            }
        }
    }

    /// <summary>What happens in one direction now.</summary>
    public ImpairmentSet Impairments(Direction direction)
    {
        lock (_gate)
        {
            return _sets[(int)direction];
        }
    }

    /// <summary>
    /// Has other impairments in one direction from now on. What waits in the link already keeps its
    /// fate. The change is an entry of the journal and told to <see cref="LinkOptions.Log"/>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// An impairment does nothing on this transport; nothing is changed.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// Segments are to be lost, and this machine or this user can't; nothing is changed.
    /// </exception>
    public void Change(Direction direction, ImpairmentSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        RequireEffect(_transport, set, nameof(set));
        _relay.Require(set);
        lock (_gate)
        {
            _sets[(int)direction] = set;
            _relay.Change(direction, set, () => _notes.TellChange(direction, set));
        }
    }

    /// <summary>
    /// What the link did in one direction so far. Datagrams of the turn that its thread is in are
    /// counted when the turn ends: one may have arrived already.
    /// </summary>
    public LinkCounts Counts(Direction direction) => _relay.Counts(direction);

    /// <summary>
    /// Takes no more clients, lets what waits in the link go out for at most 5 s, and closes.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task stopped;
        lock (_gate)
        {
            stopped = _stopped ??= _relay.DisposeAsync().AsTask();
        }

        await stopped.ConfigureAwait(false);
    }
}
