using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Doorway.Services;

/// <summary>
/// All processes that come of one program, also those that have cut themselves off (setsid(2), a double
/// fork): they are known by a variable that each inherits in its environment, and by their parents.
/// Linux only; elsewhere a tree has no members to be found.
/// </summary>
/// <remarks>
/// <para>
/// PR_SET_CHILD_SUBREAPER (prctl(2)) would make us the parent of every orphan, also of those that cleared
/// their environment. But .NET reaps only the children that its Process class has started: each
/// orphan that ends would stay a zombie until we do, and a wait of ours for any child would steal exit
/// codes from that class. So orphans go to init, which reaps them.
/// </para>
/// <para>
/// What gets away: a process that cleared its environment and lost its parent before the first look. Where
/// that matters, run the server in a control group of its own.
/// </para>
/// </remarks>
sealed partial class ProcessTree
{
    /// <summary>The variable; its value is different for every tree.</summary>
    public const string Variable = "DOORWAY_CONVERSATION";

    const int Terminate = 15;
    const int Kill = 9;

    // During execve(2) a process has no environment for a moment, and one that was forked behind the
    // reader's back is not in the listing: nobody is left when two looks in a row find nobody.
    const int CleanLooks = 2;
    static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);

    readonly byte[] _sought;
    readonly HashSet<ProcessStat> _known = [];

    public ProcessTree()
    {
        Mark = Guid.NewGuid().ToString("N");
        _sought = Encoding.ASCII.GetBytes($"{Variable}={Mark}");
    }

    /// <summary>The value of the variable.</summary>
    public string Mark { get; }

    /// <summary>Ends all processes: SIGTERM, then after the grace time SIGKILL, again and again.</summary>
    /// <returns>The processes that live all the same after 5 more seconds; normally none.</returns>
    public async Task<IReadOnlyList<int>> EndAsync(TimeSpan grace)
    {
        if (await SignalAsync(Terminate, again: false, grace).ConfigureAwait(false))
        {
            return [];
        }

        return await SignalAsync(Kill, again: true, KillTime).ConfigureAwait(false)
            ? [] : [.. Members().Select(member => member.Id)];
    }

    // Signals all members once, or all that are left at each look; true when none is left in time.
    async Task<bool> SignalAsync(int signal, bool again, TimeSpan time)
    {
        var signalled = new HashSet<ProcessStat>();
        long until = Environment.TickCount64 + (long)time.TotalMilliseconds;
        for (int clean = 0; ;)
        {
            IReadOnlyCollection<ProcessStat> members = Members();
            clean = members.Count == 0 ? clean + 1 : 0;
            foreach (ProcessStat member in members)
            {
                if (signalled.Add(member) || again)
                {
                    _ = SendSignal(member.Id, signal);
                }
            }

            if (clean == CleanLooks)
            {
                return true;
            }

            if (Environment.TickCount64 > until)
            {
                return false;
            }

            await Task.Delay(LookAgain).ConfigureAwait(false);
        }
    }

    /// <summary>The members that live now (a zombie doesn't).</summary>
    public IReadOnlyCollection<ProcessStat> Members()
    {
        if (!Directory.Exists("/proc/self"))
        {
            return [];
        }

        var members = new Dictionary<int, ProcessStat>();
        var others = new List<ProcessStat>();
        foreach (ProcessStat process in ProcessStat.All())
        {
            if (process.Id == Environment.ProcessId || process.HasEnded)
            {
                continue;
            }

            if (_known.Contains(process) || IsMarked(process.Id))
            {
                members.Add(process.Id, process);
            }
            else
            {
                others.Add(process);
            }
        }

        while (others.RemoveAll(other => members.ContainsKey(other.Parent)
            && members.TryAdd(other.Id, other)) > 0)
        {
            // Children of the children that were found in this round.
        }

        _known.UnionWith(members.Values);
        return members.Values;
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
