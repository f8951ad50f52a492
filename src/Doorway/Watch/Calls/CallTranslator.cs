using System.Buffers;
using System.Globalization;

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

    static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    readonly SocketEffects _effects = new(numbers, new SocketNames());
    readonly Dictionary<int, OpenCall> _open = [];
    readonly CallEvents _events = new(numbers, seen);
    readonly ProgramEvents _programs = new(seen);
    long _unread;

    /// <summary>Whether threads come that nobody who is watched has made: we attach to them.
    /// </summary>
    public bool Attaches
    {
        get => _programs.Attaches;
        init => _programs.Attaches = value;
    }

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
                _programs.Tell(process, signal.Time, ProgramStep.Signalled, signal.Name);
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
            if (open.Id > 0 || now - open.Call.Began < Patience)
            {
                continue;
            }

            if (open.IsShown)
            {
                FindPolled(open);
                _events.TellWaiting(open, now);
            }
            else if (open.Kind == CallKind.Ring)
            {
                _programs.TellRing(open.Process, now);
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
        _programs.Finish(now);
    }

    TracedProcess ProcessOf(int thread, DateTime time) =>
        _programs.ProcessOf(thread, time, _open.Values);

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
            int start = text[..at].LastIndexOfAnyExcept(Digits) + 1;
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
                _programs.Fork(open, (int)result.Value);
                return;
            case CallKind.Execute when isDone:
                _programs.Execute(open);
                return;
            case CallKind.Ring when isDone:
                _programs.TellRing(open.Process, call.Began + call.Took);
                return;
            case CallKind.Fork or CallKind.Execute or CallKind.Ring:
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
            last = last < 0 ? int.MaxValue : last;
            open.Socket = open.Process.Descriptors.CloseRange(first, last);
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

    void Exit(StraceExit exit)
    {
        if (_open.Remove(exit.Thread, out OpenCall? open) && open.IsShown)
        {
            open.Call.Took = exit.Time - open.Call.Began;
            _events.TellEnded(open, new CallResult(-1, CallResult.NeverReturned), null);
        }

        _programs.Exit(exit);
    }
}
