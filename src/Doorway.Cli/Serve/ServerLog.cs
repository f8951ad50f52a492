using System.Threading.Channels;
using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Serve;

/// <summary>
/// What a server tells, as lines on standard error or as JSON events. Writing happens on a task of
/// its own: a slow terminal never holds up a connection. What floods (drops, refusals) is thinned
/// out.
/// </summary>
sealed class ServerLog : IAsyncDisposable
{
    const int Queued = 10_000;
    const int FloodPerSecond = 20;

    readonly Notices _notices;
    readonly JsonEvents? _json;
    readonly Lock _beginning = new();

    // Not before there is something to write: a queue and a task cost a start its time.
    volatile Channel<ServerEvent>? _events;
    Task _writing = Task.CompletedTask;
    long _lost;
    long _second;
    int _inSecond;
    long _thinned;

    public ServerLog(Notices notices, JsonEvents? json)
    {
        _notices = notices;
        _json = json;
    }

    /// <summary>Whether anybody reads what is added.</summary>
    public bool IsRead => _json is not null || _notices.AreShown;

    Channel<ServerEvent> Begin()
    {
        lock (_beginning)
        {
            if (_events is { } begun)
            {
                return begun;
            }

            var events = Channel.CreateBounded<ServerEvent>(
                new BoundedChannelOptions(Queued) { SingleReader = true });
            _writing = Task.Run(() => WriteAsync(events.Reader));
            return _events = events;
        }
    }

    /// <summary>Takes an event; never waits.</summary>
    public void Add(ServerEvent happened)
    {
        if (!(_events ?? Begin()).Writer.TryWrite(happened))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Ends the log when all that was added is written.</summary>
    public Task WrittenAsync()
    {
        _events?.Writer.TryComplete();
        return _writing;
    }

    async Task WriteAsync(ChannelReader<ServerEvent> events)
    {
        await foreach (ServerEvent happened in events.ReadAllAsync())
        {
            if (_json is not null)
            {
                Write(_json, happened);
            }
            else if (!IsFlood(happened))
            {
                _notices.Say(Line(happened));
            }
        }

        ReportThinned();
        if (_lost > 0)
        {
            _notices.Say($"{_lost} more events came faster than they could be written");
        }
    }

    bool IsFlood(ServerEvent happened)
    {
        long second = Environment.TickCount64 / 1000;
        if (second != _second)
        {
            ReportThinned();
            _second = second;
            _inSecond = 0;
        }

        if (happened.Kind is not (ServerEventKind.Dropped or ServerEventKind.Refused))
        {
            return false;
        }

        _inSecond++;
        _thinned += _inSecond > FloodPerSecond ? 1 : 0;
        return _inSecond > FloodPerSecond;
    }

    void ReportThinned()
    {
        if (_thinned > 0)
        {
            _notices.Say($"{_thinned} more were refused or dropped in that second");
            _thinned = 0;
        }
    }

    static string Line(ServerEvent happened) => happened.Kind switch
    {
        ServerEventKind.Connected =>
            $"#{happened.Connection} {happened.Peer} connected {happened.Text}",
        ServerEventKind.Disconnected =>
            $"#{happened.Connection} {happened.Peer} left: {happened.Text}",
        ServerEventKind.Refused => $"{happened.Peer} refused: {happened.Text}",
        ServerEventKind.Dropped => $"datagram from {happened.Peer} dropped: {happened.Text}",
        ServerEventKind.Waiting => happened.Text,
        _ when happened.Peer == default => happened.Text,
        _ => $"{happened.Peer}: {happened.Text}",
    };

    static void Write(JsonEvents json, ServerEvent happened) => json.Write(
        happened.Kind.ToString().ToLowerInvariant(),
        members =>
        {
            members.WriteNumber("connection", happened.Connection);
            members.WriteString("peer", happened.Peer.ToString());
            members.WriteString("text", happened.Text);
        });

    public async ValueTask DisposeAsync()
    {
        await WrittenAsync();
    }
}
