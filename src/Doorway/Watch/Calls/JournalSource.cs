using System.Net.Sockets;

namespace Doorway.Watch.Calls;

/// <summary>
/// Tells what is written into a <see cref="Journal"/>: the calls of our own server, client and
/// link, and what the link does to messages. A call is told when it has returned.
/// </summary>
public sealed class JournalSource : IDisposable
{
    /// <summary>The number of our server among processes.</summary>
    public const int Server = 1;

    /// <summary>That of our client.</summary>
    public const int Client = 2;

    /// <summary>That of the link between them.</summary>
    public const int Link = 3;

    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    // A burst is read in one piece.
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    readonly Journal _journal;
    readonly CallNumbers _numbers;
    readonly Action<WatchEvent> _seen;
    readonly bool _isLink;
    readonly CancellationTokenSource _end = new();
    readonly Task _reading;

    // A journal numbers its sockets from 1; what is watched has several journals.
    readonly Dictionary<int, int> _sockets = [];
    long _read;
    long _dropped;

    JournalSource(Journal journal, CallNumbers numbers, Action<WatchEvent> seen, bool isLink)
    {
        (_journal, _numbers, _seen, _isLink) = (journal, numbers, seen, isLink);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Begins to tell, with what is in the journal already.</summary>
    /// <param name="journal">What is read.</param>
    /// <param name="numbers">Where calls and sockets get their numbers.</param>
    /// <param name="seen">Is told, by one thread at a time.</param>
    /// <param name="isLink">Whether it is a link's own, and not a server's and a client's.</param>
    public static JournalSource Start(
        Journal journal, CallNumbers numbers, Action<WatchEvent> seen, bool isLink = false)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(seen);
        return new(journal, numbers, seen, isLink);
    }

    async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                await _journal.WaitAsync(_read, _end.Token).ConfigureAwait(false);
                Take();
                await Task.Delay(Pause, _end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            Take();
        }
    }

    void Take()
    {
        var entries = new List<Entry>();
        _read = _journal.Read(_read, entries);
        foreach (Entry entry in entries)
        {
            _seen(entry.Call.IsCall ? CallOf(entry) : FateOf(entry));
        }

        if (_journal.Dropped is var dropped && dropped > _dropped)
        {
            _seen(new NoticeEvent
            {
                Time = DateTime.UtcNow,
                Words = "More was called than the journal keeps.",
                Missing = dropped - _dropped,
            });
            _dropped = dropped;
        }
    }

    CallEvent CallOf(in Entry entry)
    {
        bool failed = entry.Error != SocketError.Success;
        int made = !failed && entry.Call is SocketCall.Socket or SocketCall.Accept
            ? Number(entry.Result) : 0;
        return new CallEvent
        {
            Id = _numbers.NextCall(),
            Time = entry.Time - entry.Waited,
            Took = entry.Waited,
            Call = entry.Call.ToString().ToLowerInvariant(),
            Process = _isLink ? Link : entry.Side == Side.Server ? Server : Client,
            Socket = entry.Call == SocketCall.Socket ? made : Number(entry.Socket),
            Made = made,
            Transport = entry.Transport,
            Local = NameOf(entry.Local),
            Peer = NameOf(entry.Peer),
            Arguments = ArgumentsOf(entry),
            Result = failed ? -1 : made > 0 ? made : entry.Result,
            Error = failed ? SocketErrorName.Of(entry.Error) : null,
            Bytes = entry.Bytes,
        };
    }

    int Number(int socket)
    {
        if (socket <= 0)
        {
            return 0;
        }

        if (!_sockets.TryGetValue(socket, out int number))
        {
            _sockets[socket] = number = _numbers.NextSocket();
        }

        return number;
    }

    static string? NameOf(in SocketName name) => name.IsNamed ? name.ToString() : null;

    static string ArgumentsOf(in Entry entry) => entry.Call switch
    {
        SocketCall.Bind => entry.Local.ToString(),
        SocketCall.Listen => $"{entry.Result}",
        SocketCall.Connect => entry.Peer.ToString(),
        SocketCall.SendTo => $"..., {entry.Peer}",
        SocketCall.Send => "...",
        _ => entry.Argument ?? "",
    };

    static FateEvent FateOf(in Entry entry) => new()
    {
        Time = entry.Time,
        Words = entry.Argument ?? "",
        IsChange = entry.Call == SocketCall.Change,
        From = entry.Side,
        IsLoss = entry.Call == SocketCall.Fate && IsLoss(entry.Argument),
        Transport = entry.Transport,
        Link = NameOf(entry.Local),
        Client = NameOf(entry.Peer),
        Length = entry.Result,
    };

    // #17 client->server dropped: loss 5%; a reset stream delivers nothing either.
    static bool IsLoss(string? words) =>
        words?.Replace("copy dropped", "", StringComparison.Ordinal)
            .Contains(" dropped", StringComparison.Ordinal) == true;

    /// <summary>Tells what is there, and then nothing more.</summary>
    public void Dispose()
    {
        if (!_end.IsCancellationRequested)
        {
            _end.Cancel();
            _reading.Wait(EndTime);
            _end.Dispose();
        }
    }
}
