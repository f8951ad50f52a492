using System.Globalization;
using System.Text;

namespace Doorway.Watch.Calls;

/// <summary>
/// Makes events of what strace(1) tells: of processes, and of calls about sockets. A call is told
/// when it has returned, and before when it waits.
/// </summary>
/// <param name="numbers">Where calls and sockets get their numbers.</param>
/// <param name="seen">Is told the events.</param>
sealed class CallTranslator(CallNumbers numbers, Action<WatchEvent> seen)
{
    /// <summary>A call that takes longer is told before it has returned.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    readonly TracedProcesses _processes = new();
    readonly SocketEffects _effects = new(numbers, new SocketNames());
    readonly Dictionary<int, OpenCall> _open = [];
    readonly CallEvents _events = new(numbers, seen);
    long _unread;

    /// <summary>Whether threads come that nobody who is watched has made: we attach to them.
    /// </summary>
    public bool Attaches { get; init; }

    /// <summary>Takes what was read.</summary>
    public void Take(StraceItem item)
    {
        switch (item)
        {
            case StraceBegun begun:
                Begin(begun.Call);
                break;
            case StraceEnded ended:
                End(ended.Call);
                break;
            case StraceSignal signal:
                TracedProcess process = ProcessOf(signal.Thread, signal.Time);
                Tell(process, signal.Time, ProgramStep.Signalled, signal.Name);
                break;
            case StraceExit exit:
                Exit(exit);
                break;
            default:
                _unread++;
                break;
        }
    }

    /// <summary>Tells what waits, and what could not be shown. To be called often.</summary>
    /// <param name="now">The time, UTC.</param>
    public void Tick(DateTime now)
    {
        foreach (OpenCall open in _open.Values)
        {
            if (open.IsShown && open.Id == 0 && now - open.Call.Began >= Patience)
            {
                FindPolled(open);
                _events.TellWaiting(open, now);
            }
        }

        _events.TellMissing(now);
        if (_unread > 0)
        {
            seen(new NoticeEvent
            {
                Time = now,
                Words = string.Create(
                    CultureInfo.InvariantCulture,
                    $"strace wrote {_unread} lines that could not be read."),
                Missing = _unread,
            });
            _unread = 0;
        }
    }

    /// <summary>
    /// Nothing more will come. What ran until now has ended too, unless we had attached to it; how
    /// was not seen where strace was killed.
    /// </summary>
    public void Finish(DateTime now)
    {
        Tick(now);
        foreach (OpenCall open in _open.Values.Where(open => open.Id > 0))
        {
            open.Call.Took = now - open.Call.Began;
            _events.TellEnded(open, new CallResult(-1, CallResult.Unseen), null);
        }

        _open.Clear();
        foreach (TracedProcess process in Attaches ? [] : _processes.All())
        {
            Tell(process, now, ProgramStep.Ended, "ended unseen");
        }
    }

    void Begin(StraceCall call)
    {
        CallKind kind = CallKinds.Of(call.Name);
        if (kind == CallKind.Other)
        {
            return;
        }

        TracedProcess process = ProcessOf(call.Thread, call.Began);
        var open = new OpenCall(call, kind, process);
        _open[call.Thread] = open;
        switch (kind)
        {
            case CallKind.Make:
                open.IsShown = true;
                break;
            case CallKind.Socket or CallKind.Descriptor:
                ReadOnlySpan<byte> first = open.Argument(0);
                open.Descriptor = StraceSyntax.Descriptor(first);
                open.Socket = _effects.Resolve(process, first);
                open.IsShown = open.Socket is not null || kind == CallKind.Socket;
                if (call.Name == "close" && open.Socket is null)
                {
                    process.Descriptors.Forget(open.Descriptor);
                }

                break;
            case CallKind.EpollWait:
                open.Descriptor = StraceSyntax.Descriptor(open.Argument(0));
                open.IsShown = process.Descriptors.WaitsForSockets(open.Descriptor);
                break;
            case CallKind.Poll:
                FindPolled(open);
                break;
        }
    }

    // poll([{fd=5<TCP:[...]>, events=POLLIN}], 1, 0), select(6, [5<TCP:[...]> 7<...>], ...): the
    // first socket stands for all.
    void FindPolled(OpenCall open)
    {
        if (open.Kind != CallKind.Poll || open.Socket is not null)
        {
            return;
        }

        ReadOnlySpan<byte> text = open.Call.Arguments;
        for (int at; (at = text.IndexOf((byte)'<')) > 0; text = text[(at + 1)..])
        {
            int start = text[..at].LastIndexOfAnyExcept("0123456789"u8) + 1;
            int end = text[at..].IndexOf("]>"u8);
            if (start < at && end > 0
                && _effects.Resolve(open.Process, text[start..(at + end + 2)]) is { } socket)
            {
                open.Descriptor = StraceSyntax.Descriptor(text[start..]);
                open.Socket = socket;
                open.IsShown = true;
                return;
            }
        }
    }

    void End(StraceCall call)
    {
        if (!_open.Remove(call.Thread, out OpenCall? open) || open.Call != call)
        {
            return;
        }

        if (call.Result == "?")
        {
            // Its thread is about to end, and strace tells when.
            _open[call.Thread] = open;
            return;
        }

        CallResult result = CallResult.Of(call.Result);
        bool isDone = result.Error is null or "EINPROGRESS"
            || (call.Name == "close" && result.Error == "EINTR");
        switch (open.Kind)
        {
            case CallKind.Fork when isDone:
                Fork(open, (int)result.Value);
                return;
            case CallKind.Execute when isDone:
                Execute(open);
                return;
            case CallKind.Fork or CallKind.Execute:
                return;
            case CallKind.Poll:
                FindPolled(open);
                break;
            case CallKind.EpollControl:
                WaitByEpoll(open);
                break;
            case CallKind.CloseRange when isDone:
                CloseRange(open);
                break;
        }

        if (open.IsShown || call.Name is "splice")
        {
            FindSpliced(open);
            WatchedSocket? made = isDone ? _effects.Apply(open) : null;
            if (open.Kind == CallKind.Make)
            {
                open.Socket = made;
                open.Descriptor = call.Name == "socket" ? (int)result.Value : -1;
            }

            if (open.IsShown)
            {
                _events.TellEnded(open, result, made);
            }
        }
    }

    void WaitByEpoll(OpenCall open)
    {
        ReadOnlySpan<byte> descriptor = open.Argument(2);
        open.Socket = _effects.Resolve(open.Process, descriptor);
        if (open.Socket is not null)
        {
            open.Process.Descriptors.WaitForSocket(StraceSyntax.Descriptor(open.Argument(0)));
            open.Descriptor = StraceSyntax.Descriptor(descriptor);
            open.IsShown = true;
        }
    }

    static void CloseRange(OpenCall open)
    {
        _ = StraceSyntax.TryNumber(open.Argument(0), out long first);
        _ = StraceSyntax.TryNumber(open.Argument(1), out long last);
        if (open.Argument(2).IndexOf("CLOEXEC"u8) < 0)
        {
            open.Socket = open.Process.Descriptors.CloseRange(first, last < 0 ? int.MaxValue : last);
            open.IsShown = open.Socket is not null;
        }
    }

    // splice(in, offset, out, ...): the socket may be the third.
    void FindSpliced(OpenCall open)
    {
        if (open.Call.Name == "splice" && open.Socket is null
            && _effects.Resolve(open.Process, open.Argument(2)) is { } socket)
        {
            open.Descriptor = StraceSyntax.Descriptor(open.Argument(2));
            open.Socket = socket;
            open.IsShown = true;
        }
    }

    void Fork(OpenCall open, int made)
    {
        if (open.Made != made)
        {
            Make(open, made, open.Call.Began + open.Call.Took);
        }
    }

    TracedProcess Make(OpenCall maker, int thread, DateTime time)
    {
        maker.Made = thread;
        TracedProcess process = _processes.Make(
            maker.Process, thread, Encoding.ASCII.GetString(maker.Call.Arguments));
        if (process != maker.Process)
        {
            Tell(process, time, ProgramStep.Forked, null);
        }

        return process;
    }

    void Execute(OpenCall open)
    {
        TracedProcess process = open.Process;
        bool isFirst = process.Name.Length == 0;
        bool hasFile = open.Call.Name == "execve";
        process.Name = ProgramName.Of(open.Argument(hasFile ? 1 : 2));
        process.Descriptors = process.Descriptors.Execute();
        Tell(process, open.Call.Began + open.Call.Took,
            isFirst ? ProgramStep.Started : ProgramStep.Executed, null);
    }

    void Exit(StraceExit exit)
    {
        TracedProcess? process = _processes.Of(exit.Thread);
        if (_open.Remove(exit.Thread, out OpenCall? open) && open.IsShown)
        {
            open.Call.Took = exit.Time - open.Call.Began;
            _events.TellEnded(open, new CallResult(-1, CallResult.NeverReturned), null);
        }

        if (process is null || exit.How.StartsWith("superseded", StringComparison.Ordinal))
        {
            return;
        }

        _processes.End(exit.Thread);
        if (process.Id == exit.Thread)
        {
            Tell(process, exit.Time, ProgramStep.Ended, exit.How);
        }
    }

    // A child may do something before fork(2) has returned to its parent.
    TracedProcess ProcessOf(int thread, DateTime time)
    {
        if (_processes.Of(thread) is { } known)
        {
            return known;
        }

        OpenCall[] makers =
            [.. _open.Values.Where(one => one.Kind == CallKind.Fork && one.Made == 0)];
        OpenCall? maker = makers.Length <= 1 ? makers.FirstOrDefault()
            : makers.OrderBy(one => one.Call.Began).FirstOrDefault(
                one => ProcessFamily.IsMadeBy(thread, one.Process.Id)) ?? makers[0];
        if (maker is not null)
        {
            return Make(maker, thread, time);
        }

        return Attaches ? Adopt(thread, time) : _processes.First(thread);
    }

    TracedProcess Adopt(int thread, DateTime time)
    {
        int id = ProcessFamily.Leader(thread);
        if (_processes.Of(id) is { } known)
        {
            return _processes.Make(known, thread, "CLONE_THREAD");
        }

        TracedProcess process = _processes.First(id);
        process.Name = ProgramName.OfRunning(id);
        Tell(process, time, ProgramStep.Started, null);
        return id == thread ? process : _processes.Make(process, thread, "CLONE_THREAD");
    }

    void Tell(TracedProcess process, DateTime time, ProgramStep step, string? how) =>
        seen(new ProgramEvent
        {
            Time = time,
            Process = process.Id,
            Parent = process.Parent,
            Name = process.Name,
            Step = step,
            How = how,
        });
}
