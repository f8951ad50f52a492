using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Serve;

/// <summary>
/// What a server tells, as lines on standard error or as JSON events, and never holds up a
/// connection with it. What floods (drops, refusals) is thinned out.
/// </summary>
sealed class ServerLog : IAsyncDisposable
{
    const int Queued = 10_000;
    const int FloodPerSecond = 20;

    readonly Notices _notices;
    readonly JsonEvents? _json;
    readonly WriteBehind<ServerEvent> _writing;
    long _second;
    int _inSecond;
    long _thinned;

    public ServerLog(Notices notices, JsonEvents? json)
    {
        _notices = notices;
        _json = json;
        _writing = new WriteBehind<ServerEvent>(Queued, Write, End);
    }

    /// <summary>Whether anybody reads what is added.</summary>
    public bool IsRead => _json is not null || _notices.AreShown;

    /// <summary>Takes an event; never waits.</summary>
    public void Add(ServerEvent happened) => _writing.Add(happened);

    /// <summary>Ends the log when all that was added is written.</summary>
    public Task WrittenAsync() => _writing.WrittenAsync();

    void Write(ServerEvent happened)
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

    void End(long leftOut)
    {
        ReportThinned();
        if (leftOut > 0)
        {
            _notices.Say($"{leftOut} more events came faster than they could be written");
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

    public async ValueTask DisposeAsync() => await WrittenAsync();
}
