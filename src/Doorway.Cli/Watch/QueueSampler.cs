using System.Globalization;
using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>
/// Looks how many clients wait in the queues of the listening sockets that calls tell of. No call
/// tells that: the kernel opens connections on its own until accept(2) takes them. It says how
/// many there are as a listening socket's receive queue (/proc/net/tcp, proc_net(5)).
/// </summary>
sealed class QueueSampler : IDisposable
{
    const string Listening = "0A";
    const int LocalAt = 1;
    const int StateAt = 3;
    const int QueuesAt = 4;
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);
    static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    readonly Action<WatchEvent> _seen;
    readonly Lock _gate = new();
    readonly Dictionary<int, Queue> _queues = [];
    readonly Timer _timer;
    bool _isRunning;
    bool _isOver;

    public QueueSampler(Action<WatchEvent> seen)
    {
        _seen = seen;
        _timer = new Timer(_ => Sample(), null, Timeout.Infinite, Timeout.Infinite);
    }

    sealed record Queue(int Socket, int Backlog)
    {
        public int Waiting { get; set; }
    }

    /// <summary>Looks whether an event is about a socket that begins to listen.</summary>
    public void Look(WatchEvent seen)
    {
        if (seen is not CallEvent
            {
                Call: "listen", IsWaiting: false, Error: null, Transport: Transport.Tcp,
                Local: { } local,
            } call
            || PortOf(local) is not { } port || !OperatingSystem.IsLinux())
        {
            return;
        }

        lock (_gate)
        {
            _queues[port] = new Queue(call.Socket, BacklogOf(call));
            if (!_isRunning && !_isOver)
            {
                _isRunning = true;
                _timer.Change(Every, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The port in "127.0.0.1:12000"; null for a path.</summary>
    public static int? PortOf(string name) =>
        int.TryParse(
            name.AsSpan(name.LastIndexOf(':') + 1), NumberStyles.None,
            CultureInfo.InvariantCulture, out int port) && !name.Contains('/')
            ? port : null;

    static int BacklogOf(CallEvent call) =>
        int.TryParse(
            call.Arguments.AsSpan(call.Arguments.LastIndexOf(' ') + 1), NumberStyles.None,
            CultureInfo.InvariantCulture, out int backlog) ? backlog : (int)call.Result;

    void Sample()
    {
        var changed = new List<QueueEvent>();
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            foreach ((int port, int waiting) in Tables.SelectMany(Read))
            {
                if (_queues.TryGetValue(port, out Queue? queue) && queue.Waiting != waiting)
                {
                    queue.Waiting = waiting;
                    changed.Add(new QueueEvent
                    {
                        Time = DateTime.UtcNow,
                        Socket = queue.Socket,
                        Waiting = waiting,
                        Backlog = queue.Backlog,
                    });
                }
            }

            _timer.Change(Every, Timeout.InfiniteTimeSpan);
        }

        changed.ForEach(_seen);
    }

    // Port and length of every listening socket's queue: "0100007F:2EE0 ... 0A 00000000:00000002".
    static IEnumerable<(int Port, int Waiting)> Read(string table)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(table);
        }
        catch (IOException)
        {
            yield break;
        }

        foreach (string line in lines.Skip(1))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > QueuesAt && fields[StateAt] == Listening)
            {
                yield return (Hex(fields[LocalAt]), Hex(fields[QueuesAt]));
            }
        }
    }

    static int Hex(string pair) => int.Parse(
        pair.AsSpan(pair.LastIndexOf(':') + 1), NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    /// <summary>Looks no more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        _timer.Dispose();
    }
}
