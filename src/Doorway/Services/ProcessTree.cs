using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Doorway.Services;

/// <summary>
/// All processes that come of one program, also those that have cut themselves off (setsid(2), a
/// double fork): they are known by a variable that each inherits in its environment, and by their
/// parents. Linux only; elsewhere a tree has no members to be found.
/// </summary>
/// <remarks>
/// <para>
/// PR_SET_CHILD_SUBREAPER (prctl(2)) would make us the parent of every orphan, also of those that
/// cleared their environment. But .NET reaps only the children that its Process class has
/// started: each orphan that ends would stay a zombie until we do, and a wait of ours for any
/// child would steal exit codes from that class. So orphans go to init, which reaps them.
/// </para>
/// <para>
/// What gets away: a process that cleared its environment and lost its parent before the first
/// look. Where that matters, run the server in a control group of its own.
/// </para>
/// </remarks>
sealed partial class ProcessTree
{
    /// <summary>The variable; its value is different for every tree.</summary>
    public const string Variable = "DOORWAY_CONVERSATION";

    // signal(7), on the architectures that .NET runs on
    const int Terminate = 15;
    const int Kill = 9;
    const int Stop = 19;

    // During execve(2) a process has no environment for a moment, and one that was forked behind
    // the reader's back is not in the listing: nobody is left when two looks in a row find
    // nobody.
    const int CleanLooks = 2;
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);

    readonly byte[] _sought;
    readonly HashSet<ProcessStat> _known = [];
    readonly HashSet<ProcessStat> _terminated = [];
    ulong _started;

    public ProcessTree()
    {
        Mark = Guid.NewGuid().ToString("N");
        _sought = Encoding.ASCII.GetBytes($"{Variable}={Mark}");
    }

    /// <summary>The value of the variable.</summary>
    public string Mark { get; }

    /// <summary>The first process was started; none that is older can be a member.</summary>
    public void Began(int process) => _started = ProcessStat.Read(process)?.Started ?? 0;

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
            if (process.Started < _started || process.HasEnded
                || process.Id == Environment.ProcessId)
            {
                continue;
            }

            if (_known.Contains(process) || IsMarked(process.Id))
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

    // proc(5): the environment as it was at execve(2), each NAME=value ended by a NUL.
    bool IsMarked(int process)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/environ");
            using SafeFileHandle file = File.OpenHandle(path);
            int kept = 0;
            long position = 0;
            while (true)
            {
                int count = RandomAccess.Read(file, buffer.AsSpan(kept), position);
                Span<byte> seen = buffer.AsSpan(0, kept + count);
                if (count == 0 || seen.IndexOf(_sought) >= 0)
                {
                    return count > 0;
                }

                position += count;
                kept = Math.Min(seen.Length, _sought.Length - 1);
                seen[^kept..].CopyTo(buffer);
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
