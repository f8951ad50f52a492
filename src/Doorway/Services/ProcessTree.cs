using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Doorway.Services;

/// <summary>
/// All processes that come of one program, also those that have cut themselves off (setsid(2), a
/// double fork, an empty environment): they are known by a limit that each inherits
/// (<see cref="MarkedLimit"/>), by a variable in their environment, and by their parents. Linux
/// only; elsewhere a tree has no members to be found.
/// </summary>
/// <remarks>
/// PR_SET_CHILD_SUBREAPER (prctl(2)) would make every orphan our child, but not say whose it was
/// when several programs run, and change the whole process that we are a guest in.
/// </remarks>
sealed partial class ProcessTree
{
    /// <summary>The variable; its value is different for every tree.</summary>
    public const string Variable = "DOORWAY_CONVERSATION";

    // signal(7), on the architectures that .NET runs on
    const int Terminate = 15;
    const int Kill = 9;
    const int Stop = 19;

    // WNOHANG of waitpid(2)
    const int DoNotWait = 1;

    // During execve(2) a process has no environment for a moment, and one that was forked behind
    // the reader's back is not in the listing: nobody is left when two looks in a row find
    // nobody.
    const int CleanLooks = 2;
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);

    readonly MarkedLimit _limit = new();
    readonly byte[] _variable;
    readonly string _mark;
    readonly HashSet<ProcessStat> _known = [];
    readonly HashSet<ProcessStat> _terminated = [];
    int _first;
    ulong _started;

    public ProcessTree()
    {
        _mark = Guid.NewGuid().ToString("N");
        _variable = Encoding.ASCII.GetBytes($"{Variable}={_mark}");
    }

    /// <summary>Starts the first process; none that is older can be a member.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It can't be started.</exception>
    public Process Start(ProcessStartInfo program)
    {
        program.Environment[Variable] = _mark;
        Process process = _limit.Start(program);
        _first = process.Id;
        _started = ProcessStat.Read(_first)?.Started ?? 0;
        return process;
    }

    /// <summary>
    /// Ends all processes: SIGTERM, then after the grace time SIGKILL, again and again.
    /// </summary>
    /// <returns>The processes that live all the same after 5 more seconds; normally none.</returns>
    public async Task<IReadOnlyList<int>> EndAsync(TimeSpan grace)
    {
        bool ended = await UntilNoneAsync(TerminateOnce, grace).ConfigureAwait(false)
            || await UntilNoneAsync(KillAll, KillTime).ConfigureAwait(false);
        return ended ? [] : [.. Members().Select(member => member.Id)];
    }

    static async Task<bool> UntilNoneAsync(Func<bool> end, TimeSpan time)
    {
        long until = Environment.TickCount64 + (long)time.TotalMilliseconds;
        for (int clean = 0; clean < CleanLooks;)
        {
            clean = end() ? 0 : clean + 1;
            if (Environment.TickCount64 > until)
            {
                return false;
            }

            await Task.Delay(LookAgain).ConfigureAwait(false);
        }

        return true;
    }

    // Parents first: a shell whose child ended would take that for done, and go on to its next
    // command.
    bool TerminateOnce()
    {
        IReadOnlyList<ProcessStat> members = Members();
        foreach (ProcessStat member in members.OrderBy(one => one.Started).ThenBy(one => one.Id))
        {
            if (_terminated.Add(member))
            {
                _ = SendSignal(member.Id, Terminate);
            }
        }

        return members.Count > 0;
    }

    // Stopped on sight, and killed once all stand still: neither can a parent react, nor can
    // processes that multiply run away while the others are looked for.
    bool KillAll()
    {
        var members = new List<int>();
        Find(member =>
        {
            _ = SendSignal(member.Id, Stop);
            members.Add(member.Id);
        });
        members.ForEach(member => _ = SendSignal(member, Kill));
        return members.Count > 0;
    }

    /// <summary>The members that live now (a zombie doesn't).</summary>
    public IReadOnlyList<ProcessStat> Members()
    {
        var members = new List<ProcessStat>();
        Find(members.Add);
        return members;
    }

    // The youngest first, and told at once: processes that multiply are met before they do it
    // again.
    void Find(Action<ProcessStat> found)
    {
        var members = new HashSet<int>();
        var others = new List<ProcessStat>();
        foreach (ProcessStat process in ProcessStat.All())
        {
            if (process.Started < _started || process.Id == Environment.ProcessId)
            {
                continue;
            }

            if (process.HasEnded)
            {
                ReapOrphan(process);
                continue;
            }

            if (_known.Contains(process) || IsMarked(process))
            {
                Tell(process);
            }
            else
            {
                others.Add(process);
            }
        }

        bool more = members.Count > 0;
        while (more)
        {
            ProcessStat[] children = [.. others.Where(other => members.Contains(other.Parent))];
            others.RemoveAll(other => members.Contains(other.Parent));
            Array.ForEach(children, Tell);
            more = children.Length > 0;
        }

        void Tell(ProcessStat member)
        {
            members.Add(member.Id);
            _known.Add(member);
            found(member);
        }
    }

    // proc(5): the environment as it was at execve(2), each NAME=value ended by a NUL. The limit
    // first: a read of an environment waits for a process that just forks, and that for its turn
    // among all those that it has forked.
    bool IsMarked(in ProcessStat process) =>
        _limit.IsOn(process) || ProcFile.Contains(process.Id, "environ", _variable);

    // Where orphans are ours (we are the first process of a container, or a subreaper, prctl(2)),
    // nobody else reaps them: .NET does it for those that it has started.
    void ReapOrphan(in ProcessStat process)
    {
        if (process.Parent == Environment.ProcessId && process.Id != _first
            && (_known.Contains(process) || _limit.IsOn(process)))
        {
            _ = WaitFor(process.Id, 0, DoNotWait);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitFor(int process, nint nowhere, int options);
}
