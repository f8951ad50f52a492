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

    readonly Channel<ServerEvent> _events = Channel.CreateBounded<ServerEvent>(
        new BoundedChannelOptions(Queued) { SingleReader = true });

    readonly Notices _notices;
    readonly JsonEvents? _json;
    readonly Lazy<Task> _writing;
    long _lost;
    long _second;
    int _inSecond;
    long _thinned;

    public ServerLog(Notices notices, JsonEvents? json)
    {
        _notices = notices;
        _json = json;
        // Not before there is something to write: a task costs threads, and a start its time.
        _writing = new(() => Task.Run(WriteAsync));
    }

    /// <summary>Takes an event; never waits.</summary>
    public void Add(ServerEvent happened)
    {
        if (_events.Writer.TryWrite(happened))
        {
            _ = _writing.Value;
        }
        else
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Ends the log when all that was added is written.</summary>
    public Task WrittenAsync()
    {
        _events.Writer.TryComplete();
        return _writing.Value;
    }

    async Task WriteAsync()
    {
        await foreach (ServerEvent happened in _events.Reader.ReadAllAsync())
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
