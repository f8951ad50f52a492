using System.Globalization;
using System.Text;
using Doorway.Cli.Terminal;
using Doorway.Watch;

namespace Doorway.Cli.Watching;

/// <summary>Makes the lines of a ladder, event by event.</summary>
sealed class LadderText(LadderStyle style, Color color)
{
    const int PrintedLength = 60;

    readonly LadderColumns _columns = new(style);
    readonly LadderFlows _flows = new();
    readonly Dictionary<int, string> _names = [];
    readonly Dictionary<long, CallEvent> _waiting = [];
    readonly LadderPrints _printed = new();
    readonly HashSet<int> _started = [];
    DateTime? _start;

    /// <summary>The lines of an event; none where it has nothing to be shown.</summary>
    public IEnumerable<string> Lines(WatchEvent seen)
    {
        _start ??= seen.Time;
        // A line that something else interrupts stands before it.
        IEnumerable<string> begun = seen is OutputEvent ? [] : _printed.Processes.SelectMany(Flush);
        return begun.Concat(seen switch
        {
            CallEvent call => Call(call),
            FrameEvent { Summary: { } summary } frame => Frame(frame, summary),
            FateEvent fate => Fate(fate),
            ProgramEvent program => Program(program),
            OutputEvent output => Print(output),
            NoticeEvent notice => Notice(notice),
            FlowEvent flow => Flow(flow),
            _ => [],
        }).SelectMany(WithHead).ToArray();
    }

    /// <summary>The lines of what was printed without a line end.</summary>
    public IEnumerable<string> Rest() => _printed.Processes.SelectMany(Flush)
        .SelectMany(WithHead).ToArray();

    /// <summary>Who waits, and for how long; null for nobody.</summary>
    public string? Waiting(DateTime now)
    {
        IEnumerable<string> all = _waiting.Values.Select(call =>
            $"{NameOf(new LadderColumn(call.Process, ""))}: {call.Call}: waiting "
            + CallWords.Time(now - call.Time));
        string line = string.Join(", ", all);
        return line.Length == 0 ? null
            : color.Paint(Ink.Aside, style.Cut(style.Safe(line), style.Width - 1));
    }

    IEnumerable<string> WithHead(string line)
    {
        if (_columns.HaveChanged)
        {
            _columns.HaveChanged = false;
            yield return Head();
        }

        yield return line;
    }

    string Head()
    {
        var head = new LadderLine();
        int end = style.Width;
        foreach (LadderColumn column in _columns.All.Reverse())
        {
            int at = _columns.PlaceOf(column);
            head.Put(at, style.Cut(NameOf(column), end - at - 1), Ink.Prompt);
            end = at;
        }

        return head.Draw([], style, color);
    }

    string NameOf(LadderColumn column) => column.Process == 0 ? column.Address
        : _names.TryGetValue(column.Process, out string? name)
            ? $"{name} ({column.Process})" : $"process {column.Process}";

    string Time(DateTime time) => string.Create(
        CultureInfo.InvariantCulture, $"{(time - _start!.Value).TotalSeconds,10:0.000000}");

    LadderLine Begin(DateTime time) => new LadderLine().Put(0, Time(time), Ink.Aside);

    string At(DateTime time, LadderColumn column, string words, Ink? ink)
    {
        _columns.Need(column);
        int at = _columns.PlaceOf(column) + 2;
        string text = style.Cut(style.Safe(words), style.Width - at);
        return Begin(time).Put(_columns.PlaceOf(column), style.Line.ToString(), Ink.Aside)
            .Put(at, text, ink).Draw(_columns.Places, style, color);
    }

    IEnumerable<string> Call(CallEvent call)
    {
        if (call.IsWaiting)
        {
            _waiting[call.Id] = call;
        }
        else
        {
            _waiting.Remove(call.Id);
        }

        var own = new LadderColumn(call.Process, "");
        if (call.Range is { } end)
        {
            Side side = LadderFlows.SideOf(call, end);
            LadderColumn before = _flows.ColumnOf(end.Flow, side);
            if (_flows.Learn(call) is not null && before.Process == 0)
            {
                _columns.Rename(before, own);
            }

            _columns.Need(own);
            Order(end.Flow);
            foreach (string arrow in Inferred(call, end, side))
            {
                yield return arrow;
            }
        }
        else
        {
            _flows.Learn(call);
        }

        // What it waited for is above it, what it causes below.
        DateTime time = call.Place;
        bool isServer = call.Range is { } range
            ? LadderFlows.SideOf(call, range) == Side.Server : call.Call is "listen" or "bind";
        yield return At(time, own, CallWords.Of(call, style), isServer ? Ink.Server : Ink.Client);
    }

    // Nobody saw how it came: no frame of the flow was heard.
    IEnumerable<string> Inferred(CallEvent call, FlowRange range, Side side)
    {
        if (call.IsWaiting || range.Length == 0 || range.From == side
            || _flows.IsOnTheWire(range.Flow))
        {
            yield break;
        }

        string words = $"inferred: {range.Length} bytes "
            + $"\"{style.Message(call.Bytes.Span, PrintedLength)}\"";
        yield return Arrow(call.Time + call.Took, range.Flow, range.From, [words], style.Gap);
    }

    IEnumerable<string> Frame(FrameEvent frame, FrameSummary summary)
    {
        IEnumerable<string> words = FrameWords.Of(frame, summary, style);
        if (frame.Range is not { } range)
        {
            return Notice(
                frame.Time, $"{summary.Source} to {summary.Destination}: {words.First()}");
        }

        _flows.SeeFrame(range.Flow);
        return [Arrow(frame.Time, range.Flow, range.From, words, style.Dash)];
    }

    IEnumerable<string> Fate(FateEvent fate) => fate switch
    {
        { IsLoss: true, Range: { } range } =>
            [Arrow(fate.Time, range.Flow, range.From, [fate.Words], style.Dash, isLost: true)],
        { IsChange: false, IsLoss: false } when fate.Words.EndsWith(
            " passed", StringComparison.Ordinal) => [],
        _ => Notice(fate.Time, $"link: {fate.Words}"),
    };

    string Arrow(
        DateTime time, int flow, Side from, IEnumerable<string> words, char dash,
        bool isLost = false)
    {
        LadderColumn sender = _flows.ColumnOf(flow, from);
        LadderColumn receiver = _flows.ColumnOf(
            flow, from == Side.Client ? Side.Server : Side.Client);
        // The server first: its client comes left of it.
        _columns.Need(from == Side.Client ? receiver : sender);
        _columns.Need(from == Side.Client ? sender : receiver);
        Order(flow);
        (int start, int end) = (_columns.PlaceOf(sender), _columns.PlaceOf(receiver));
        Ink ink = isLost ? Ink.Failure
            : _flows.TransportOf(flow)?.IsDatagram == true ? Ink.Udp : Ink.Tcp;
        if (start == end)
        {
            return At(time, sender, $"to itself: {words.First()}", ink);
        }

        bool isRight = start < end;
        (int left, int right) = (Math.Min(start, end) + 1, Math.Max(start, end) - 1);
        string text = LadderArrow.Draw(
            words, right - left + 1, dash, isRight, isLost, style);
        return Begin(time)
            .Put(left - 1, style.Line.ToString(), Ink.Aside)
            .Put(left, text, ink)
            .Put(right + 1, style.Line.ToString(), Ink.Aside)
            .Draw(_columns.Places, style, color);
    }

    IEnumerable<string> Program(ProgramEvent program)
    {
        var column = new LadderColumn(program.Process, "");
        if (program.Name.Length > 0)
        {
            _names[program.Process] = style.Message(
                Encoding.UTF8.GetBytes(program.Name), PrintedLength);
        }

        string words = program.Step switch
        {
            ProgramStep.Started => "starts",
            ProgramStep.Forked => $"made by {program.Parent}",
            ProgramStep.Executed => $"runs {NameOf(column)} now",
            ProgramStep.Signalled => $"gets {program.How}",
            _ => $"ended: {program.How ?? "nobody knows how"}",
        };
        IEnumerable<string> printed =
            program.Step == ProgramStep.Ended ? Flush(program.Process) : [];
        // Who has no socket has no column; of what was started here, begin and end are told.
        bool isTold = program.Step == ProgramStep.Started ? _started.Add(program.Process)
            : program.Step == ProgramStep.Ended && _started.Remove(program.Process);
        return _columns.Has(column)
            ? printed.Append(At(program.Time, column, words, Ink.Aside))
            : isTold ? printed.Concat(Notice(program.Time, $"{NameOf(column)} {words}"))
            : printed;
    }

    void Order(int flow)
    {
        if (_flows.IsToBeOrdered(flow))
        {
            _columns.Order(
                _flows.ColumnOf(flow, Side.Client), _flows.ColumnOf(flow, Side.Server));
        }
    }

    IEnumerable<string> Print(OutputEvent output) =>
        _printed.Add(output) ? Flush(output.Process) : [];

    IEnumerable<string> Flush(int process)
    {
        if (_printed.Take(process) is not var (time, bytes))
        {
            return [];
        }

        var column = new LadderColumn(process, "");
        string words = $"prints \"{style.Message(bytes, PrintedLength)}\"";
        return _columns.Has(column) ? [At(time, column, words, Ink.Aside)]
            : Notice(time, $"{NameOf(column)} {words}");
    }

    IEnumerable<string> Flow(FlowEvent flow)
    {
        _flows.Add(flow);
        return [];
    }

    IEnumerable<string> Notice(NoticeEvent notice) => Notice(notice.Time, notice.Words);

    // A sentence is not cut: it goes on below.
    IEnumerable<string> Notice(DateTime time, string words)
    {
        int room = style.Width - LadderColumns.First;
        var line = new StringBuilder();
        foreach (string word in style.Safe(words).Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                yield return Draw(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return Draw(line.ToString());

        string Draw(string text) => Begin(time).Put(
            LadderColumns.First, style.Cut(text, room), Ink.Aside).Draw([], style, color);
    }
}
