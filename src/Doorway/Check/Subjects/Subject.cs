using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>The checked program while it runs: its keyboard, its outputs, its sockets.</summary>
sealed partial class Subject : IDisposable
{
    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);

    const int SigTerm = 15;
    const int SigKill = 9;

    readonly Process _process;
    readonly ISubjectTree _tree;
    readonly Trace _trace;
    readonly IdleWatch _idle;
    readonly int _mostProcesses;
    readonly Lock _gate = new();
    SubjectExit? _ended;
    string? _offence;

    Subject(Process process, ISubjectTree tree, SubjectLimits limits, Trace trace)
    {
        _process = process;
        _tree = tree;
        _trace = trace;
        _mostProcesses = limits.Processes / 2;
        _idle = new IdleWatch(Members);
        Output = new Captured(limits.Output);
        Errors = new Captured(limits.Output);
        Output.FillFrom(process.StandardOutput.BaseStream);
        Errors.FillFrom(process.StandardError.BaseStream);
    }

    /// <summary>What it has printed.</summary>
    public Captured Output { get; }

    /// <summary>What it has printed on its standard error.</summary>
    public Captured Errors { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _ended is not null || _process.HasExited;

    /// <summary>How it ended; null while it runs.</summary>
    public SubjectExit? Exit => _ended is { } ended ? ended
        : !_process.HasExited ? null
        : _process.ExitCode > 128 ? new SubjectExit(0, _process.ExitCode - 128, _offence)
        : new SubjectExit(_process.ExitCode, 0);

    /// <summary>When that was, UTC; null while it runs, and where it was ended by us.</summary>
    public DateTime? ExitedAt =>
        _ended is null && _process.HasExited ? _process.ExitTime.ToUniversalTime() : null;

    /// <summary>
    /// The numbers of those of its processes that live, as we see them; the first is the oldest.
    /// </summary>
    public IReadOnlyList<int> Processes => _tree.Ids();

    /// <summary>Their folders below /proc, which are found faster than their numbers.</summary>
    public IReadOnlyList<string> Folders => _tree.Folders();

    /// <summary>The same without the first: what is left of it after its end.</summary>
    public IReadOnlyList<int> Children => [.. Processes.Where(process => process != _tree.First)];

    /// <summary>How many of its processes have ended, and were not waited for (wait(2)).</summary>
    public int Unreaped()
    {
        IReadOnlyList<int> living = Processes;
        return ProcessStat.All().Count(
            process => process.HasEnded && living.Contains(process.Parent));
    }

    /// <summary>
    /// Whether all of it waits now, and nothing of it has run since this was last asked.
    /// </summary>
    /// <remarks>
    /// Before its first process is there, and between the end of the last and the moment when we
    /// are told how it ended, it is about to do something. So it is while what it has printed
    /// fills a pipe that we have not emptied.
    /// </remarks>
    public bool IsIdle() => _idle.Look() && (_idle.HasSeen || HasExited)
        && !Output.HasUnread && !Errors.HasUnread;

    /// <summary>The same, and that it waits for something: it is not about to go on by itself.
    /// </summary>
    public bool IsWaiting() => IsIdle() && !SleepsByClock;

    /// <summary>Whether it sleeps, and was about to go on by itself when that was last asked.
    /// </summary>
    public bool SleepsByClock => _idle.SleepsByClock;

    /// <summary>The same, however long it sleeps: it reads nothing from its keyboard.</summary>
    public bool IsAsleep => _idle.IsAsleep;

    /// <summary>The sockets that it has open, those of its children too.</summary>
    public IReadOnlyList<SocketSeen> Sockets() => SocketTable.Of(Members());

    /// <summary>How many descriptors its processes have open, all together.</summary>
    public int Descriptors() =>
        Members().Sum(process => ProcFolder.Names($"{process}/fd").Count);

    /// <summary>Starts it. It runs in the network of the calling thread.</summary>
    /// <exception cref="SubjectGoneException">It can't be started.</exception>
    public static Subject Start(Launch launch, Trace trace)
    {
        ProcessStartInfo start = Placement.Of(launch);
        Inheritance.Limit();
        ISubjectTree tree = launch.Room?.NewTree() ?? new MarkedSubjectTree();
        try
        {
            Process process = tree.Start(start);
            return new Subject(process, tree, launch.Limits, trace);
        }
        catch (Win32Exception fault)
        {
            tree.Dispose();
            throw new SubjectGoneException(
                ProgramPath.StartFault(launch.Command[0], fault).Message);
        }
    }

    // Processes without end leave us no processor time to judge by: that is a verdict already.
    IReadOnlyList<string> Members()
    {
        if (_tree.Count <= _mostProcesses)
        {
            return _tree.Folders();
        }

        _offence = $"it had more than {_mostProcesses} processes";
        _tree.End();
        return [];
    }

    /// <summary>Types at its keyboard; nothing happens where it has closed it.</summary>
    public void Type(string text)
    {
        _trace.Add(TraceSide.Doorway, "type", Encoding.UTF8.GetBytes(text));
        try
        {
            _process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(text));
            _process.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            // It doesn't read any more.
        }
    }

    /// <summary>The end of its keyboard input (Ctrl-D).</summary>
    public void EndInput()
    {
        _trace.Add(TraceSide.Doorway, "end of input");
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It doesn't read any more.
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>How it ended; null where it did not in that time.</returns>
    public SubjectExit? WaitForExit(TimeSpan time) =>
        _ended is not null || _process.WaitForExit(time) ? Exit : null;

    /// <summary>Asks it to end: SIGTERM to its first process.</summary>
    public void Terminate()
    {
        _trace.Add(TraceSide.Doorway, "SIGTERM");
        if (!HasExited && _tree.First is { } first)
        {
            _ = SendSignal(first, SigTerm);
        }
    }

    /// <summary>
    /// Ends all of it at once. May be called by another thread: whoever waits for it then goes on.
    /// </summary>
    public void Kill() => _tree.End();

    /// <summary>Ends all of it: nothing of it is left. How it ended can still be asked.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_ended is not null)
            {
                return;
            }

            _tree.Dispose();
            _process.WaitForExit(EndTime);
            _ended = Exit ?? new SubjectExit(0, SigKill);
            _process.Dispose();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
