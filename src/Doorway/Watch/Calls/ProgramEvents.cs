using System.Globalization;
using System.Text;

namespace Doorway.Watch.Calls;

/// <summary>Knows the processes and threads that are watched, and tells of them.</summary>
/// <param name="seen">Is told.</param>
sealed class ProgramEvents(Action<WatchEvent> seen)
{
    readonly TracedProcesses _processes = new();

    /// <summary>Whether threads come that nobody who is watched has made.</summary>
    public bool Attaches { get; set; }

    /// <summary>
    /// The process of a thread. One that isn't known yet was made by a call that has not returned:
    /// a child may do something before fork(2) returns to its parent.
    /// </summary>
    public TracedProcess ProcessOf(int thread, DateTime time, IEnumerable<OpenCall> running)
    {
        if (_processes.Of(thread) is { } known)
        {
            return known;
        }

        OpenCall[] makers =
            [.. running.Where(one => one.Kind == CallKind.Fork && one.Made == 0)];
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

    /// <summary>A call has made a thread or a process.</summary>
    public void Fork(OpenCall maker, int made)
    {
        if (maker.Made != made)
        {
            Make(maker, made, maker.Call.Began + maker.Call.Took);
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

    /// <summary>A process runs another program now.</summary>
    public void Execute(OpenCall open)
    {
        TracedProcess process = open.Process;
        bool isFirst = process.Name.Length == 0;
        process.Name = ProgramName.Of(open.Argument(open.Call.Name == "execve" ? 1 : 2));
        process.Descriptors = process.Descriptors.Execute();
        Tell(process, open.Call.Began + open.Call.Took,
            isFirst ? ProgramStep.Started : ProgramStep.Executed, null);
    }

    /// <summary>A thread has ended.</summary>
    public void Exit(StraceExit exit)
    {
        TracedProcess? process = _processes.Of(exit.Thread);
        if (process is null || exit.How.StartsWith("superseded", StringComparison.Ordinal))
        {
            return;
        }

        _processes.End(exit.Thread);
        if (process.Id == exit.Thread && process.Name.Length > 0)
        {
            Tell(process, exit.Time, ProgramStep.Ended, exit.How);
        }
    }

    /// <summary>Nothing more is seen. What we have started has ended.</summary>
    public void Finish(DateTime now)
    {
        foreach (TracedProcess process in Attaches ? [] : _processes.All())
        {
            Tell(process, now, ProgramStep.Ended, "ended unseen");
        }
    }

    /// <summary>
    /// Tells, once of each process, that it uses an io_uring(7): the kernel does there what else
    /// calls do, and no tracer of calls sees it.
    /// </summary>
    public void TellRing(TracedProcess process, DateTime time)
    {
        if (process.IsRingTold)
        {
            return;
        }

        process.IsRingTold = true;
        string name = process.Name.Length > 0 ? $" ({process.Name})" : "";
        seen(new NoticeEvent
        {
            Time = time,
            Words = string.Create(
                CultureInfo.InvariantCulture,
                $"Process {process.Id}{name} uses io_uring: what it does to sockets that way is "
                + $"no system call and is not visible; its frames are."),
        });
    }

    /// <summary>Tells what became of a process.</summary>
    public void Tell(TracedProcess process, DateTime time, ProgramStep step, string? how) =>
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
