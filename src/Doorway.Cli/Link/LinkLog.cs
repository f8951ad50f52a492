using Doorway.Cli.Reports;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Links;

/// <summary>
/// What a link tells, as lines on standard error or as JSON events, and never holds up a message
/// with it.
/// </summary>
sealed class LinkLog : IAsyncDisposable
{
    const int Queued = 100_000;
    const string Changed = "changed";

    readonly Notices _notices;
    readonly JsonEvents? _json;
    readonly WriteBehind<Item> _writing;

    public LinkLog(Notices notices, JsonEvents? json)
    {
        _notices = notices;
        _json = json;
        _writing = new WriteBehind<Item>(Queued, Write, End);
    }

    /// <summary>Takes the fate of a message; never waits.</summary>
    public void Add(Fate fate) => _writing.Add(new Item(fate, null, IsFailure: false));

    /// <summary>Takes what happened to a client, in a line; never waits.</summary>
    public void Add(string line) => _writing.Add(new Item(default, line, IsFailure: false));

    /// <summary>Takes what must be known, for standard error; never waits.</summary>
    public void Fail(string line) => _writing.Add(new Item(default, line, IsFailure: true));

    /// <summary>Ends the log when all that was added is written.</summary>
    public Task WrittenAsync() => _writing.WrittenAsync();

    void Write(Item item)
    {
        if (item.IsFailure)
        {
            _notices.Fail(item.Line!);
        }
        else if (_json is not null)
        {
            Write(_json, item);
        }
        else if (item.Line is not null)
        {
            _notices.Say(item.Line);
        }
        else
        {
            _notices.Plain(item.Fate.ToString());
        }
    }

    void End(long leftOut)
    {
        if (leftOut > 0)
        {
            _notices.Say($"{leftOut} more fates came faster than they could be written");
        }
    }

    static void Write(JsonEvents json, in Item item)
    {
        if (item.Line is { } line)
        {
            // A change is told as the line "changed: ...".
            string name = line.StartsWith(Changed, StringComparison.Ordinal) ? Changed : "notice";
            json.Write(name, members => members.WriteString("text", line));
            return;
        }

        Fate fate = item.Fate;
        json.Write("fate", members =>
        {
            members.WriteNumber("number", fate.Number);
            members.WriteString("direction", LinkReport.Name(fate.Direction));
            members.WriteString("client", fate.Client.ToString());
            members.WriteNumber("length", fate.Length);
            members.WriteString("arrived", fate.Time);
            members.WriteBoolean("dropped", fate.IsDropped);
            members.WriteNumber("delaySeconds", fate.Delay.TotalSeconds);
            members.WriteString("what", fate.What);
            members.WriteString("text", fate.ToString());
        });
    }

    public async ValueTask DisposeAsync() => await WrittenAsync();

    // The fate of a message, or a line.
    readonly record struct Item(Fate Fate, string? Line, bool IsFailure);
}
