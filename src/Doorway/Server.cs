using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// Listens on addresses, answers with a service or holds conversations, within limits; and stops
/// gently.
/// </summary>
public sealed class Server : IAsyncDisposable
{
    static readonly TimeSpan AbortTime = TimeSpan.FromSeconds(10);
    readonly ServerOptions _options;
    readonly ConnectionTable _table;
    readonly IterativeTurns? _turns;
    readonly ConversationCount _conversations = new();
    readonly List<DatagramResponder> _responders = [];
    readonly List<StreamListener> _streams = [];
    readonly List<DatagramListener> _datagrams = [];
    readonly CancellationTokenSource _abort = new();
    readonly Lock _stopGate = new();
    Action<Session, string>? _faulted;
    Task? _stopped;

    Server(ServerOptions options)
    {
        options = options with { Log = Harmless(options.Log) };
        _options = options;
        _turns = options.Mode == ServerMode.Iterative ? new IterativeTurns(options.Log) : null;
        int cap = OpenFileLimit.Cap(options.Limits.Connections, OpenFileLimit.Current);
        _table = new ConnectionTable(options.Limits, cap, CreateSession, _turns, options.Log);
    }

    // A log is anybody's code and runs on the engine's threads: its failure must not stop them.
    static Action<ServerEvent>? Harmless(Action<ServerEvent>? log)
    {
        return log is null ? null : Tell;

        void Tell(ServerEvent happened)
        {
            try
            {
                log(happened);
            }
#pragma warning disable CA1031 // There is nobody left to tell.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        }
    }

    /// <summary>The addresses that it is bound to, with their real ports.</summary>
    public IReadOnlyList<Address> Addresses { get; private set; } = [];

    /// <summary>What it has done so far.</summary>
    public Counters Counters =>
        _responders.Aggregate(_table.Counters, (sum, responder) => responder.AddTo(sum));

    /// <summary>Binds every address and starts to serve.</summary>
    /// <exception cref="ArgumentException"> Neither service nor conversation, only a conversation
    /// for datagrams, no address, or a cap that does not fit below the open-file limit.
    /// </exception>
    /// <exception cref="AddressResolutionException">A name has no address.</exception>
    /// <exception cref="ListenException">
    /// An address can't be bound; nothing is left bound.
    /// </exception>
    public static async Task<Server> StartAsync(
        ServerOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Require();
        var server = new Server(options);
        try
        {
            foreach (Address address in options.Addresses)
            {
                await server.ListenAsync(address, cancellation).ConfigureAwait(false);
            }

            server.Ready();
            return server;
        }
        catch
        {
            await server.StopAsync(TimeSpan.Zero).ConfigureAwait(false);
            throw;
        }
    }

    Task ListenAsync(Address address, CancellationToken cancellation)
    {
        int streams = _streams.Count;
        int datagrams = _datagrams.Count;
        return Binding.BindAsync(
            address, local => Listen(address.Transport, local),
            () => CloseFromAsync(streams, datagrams), cancellation);
    }

    SocketName Listen(Transport transport, EndPoint local)
    {
        var options = new ListenOptions { Journal = _options.Journal };
        if (transport.IsStream)
        {
            StreamListener listener = _options.Engine.Listen(transport, local, options, _table);
            _streams.Add(listener);
            return listener.Local;
        }

        var responder = new DatagramResponder(
            _options.Service!, _options.Limits, transport, _options.Log);
        DatagramListener datagrams = _options.Engine.Answer(transport, local, options, responder);
        responder.Listener = datagrams;
        _responders.Add(responder);
        _datagrams.Add(datagrams);
        return datagrams.Local;
    }

    void Ready()
    {
        HashSet<int> ownPorts = [];
        foreach (DatagramListener datagrams in _datagrams)
        {
            ownPorts.Add(datagrams.Local.Port);
        }

        ownPorts.Remove(0);
        foreach (DatagramResponder responder in _responders)
        {
            responder.OwnPorts = ownPorts;
        }

        _turns?.Start(_streams);
        Addresses = BoundAddresses();
    }

    List<Address> BoundAddresses()
    {
        var bound = new List<Address>();
        foreach (Address address in _options.Addresses)
        {
            if (address.Path.Length > 0)
            {
                bound.Add(address);
            }
        }

        foreach (DatagramListener one in _datagrams)
        {
            AddBound(Transport.Udp, one.Local);
        }

        foreach (StreamListener one in _streams)
        {
            AddBound(Transport.Tcp, one.Local);
        }

        return bound;

        // A Unix socket has no port, and is bound where it was asked to be.
        void AddBound(Transport transport, in SocketName name)
        {
            if (name.Port > 0)
            {
                bound.Add(Address.Of(transport, name.Host, name.Port));
            }
        }
    }

    Session CreateSession()
    {
        if (_options.Conversation is null)
        {
            return new ServiceSession(_options.Service!)
            {
                UnsentLimit = _options.Limits.Unsent,
                Faulted = _faulted ??= Fault,
            };
        }

        return new ConversationSession
        {
            UnsentLimit = _options.Limits.Unsent,
            Started = session =>
            {
                _conversations.Add();
                _ = Task.Run(() => ConverseAsync(session));
            },
        };
    }

    async Task ConverseAsync(ConversationSession session)
    {
        try
        {
            await _options.Conversation!(session.Connection, _abort.Token).ConfigureAwait(false);
            session.End();
        }
        catch (OperationCanceledException)
        {
            session.Abort();
        }
#pragma warning disable CA1031 // A conversation is anybody's code: its fault ends it alone.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fault(session, $"the conversation threw {failure.GetType().Name}: {failure.Message}");
            session.Abort(SocketError.Fault);
        }
        finally
        {
            _conversations.Remove();
        }
    }

    void Fault(Session session, string what) => _options.Log?.Invoke(
        new ServerEvent(ServerEventKind.Fault, 0, session.Socket.Peer, what));

    /// <summary>
    /// Stops accepting, answers what has arrived, waits for the connections and conversations to
    /// end, and when the time is over resets those still open and waits up to 10 s for their
    /// conversations.
    /// </summary>
    /// <param name="drain">How long to wait; zero resets at once.</param>
    public Task StopAsync(TimeSpan drain)
    {
        lock (_stopGate)
        {
            return _stopped ??= StopOnceAsync(drain);
        }
    }

    async Task StopOnceAsync(TimeSpan drain)
    {
        _turns?.Stop();
        foreach (StreamListener listener in _streams)
        {
            await listener.DrainAsync().ConfigureAwait(false);
        }

        await CloseFromAsync(_streams.Count, 0).ConfigureAwait(false);
        Task empty = WhenEmptyAsync();
        if (await Task.WhenAny(empty, Task.Delay(drain)).ConfigureAwait(false) != empty)
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            _table.AbortAll();
            await Task.WhenAny(empty, Task.Delay(AbortTime)).ConfigureAwait(false);
        }

        await CloseFromAsync(0, 0).ConfigureAwait(false);
        _table.Dispose();
        _turns?.Dispose();
        _abort.Dispose();
    }

    // In this order: a conversation begins while its connection is in the table.
    async Task WhenEmptyAsync()
    {
        await _table.WhenEmpty().ConfigureAwait(false);
        await _conversations.WhenNone().ConfigureAwait(false);
    }

    async Task CloseFromAsync(int streams, int datagrams)
    {
        foreach (StreamListener listener in _streams.Skip(streams))
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }

        foreach (DatagramListener listener in _datagrams.Skip(datagrams))
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }

        _streams.RemoveRange(streams, _streams.Count - streams);
        _datagrams.RemoveRange(datagrams, _datagrams.Count - datagrams);
    }

    /// <summary>Stops without a drain time.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
}
