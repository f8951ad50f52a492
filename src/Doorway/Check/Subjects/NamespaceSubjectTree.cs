using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Doorway.Engines.Linux.Interop;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// The processes of a program that has a namespace of process numbers of its own
/// (pid_namespaces(7)). Its process 1 is ours: it takes the orphans, and all end with it.
/// </summary>
/// <remarks>
/// The program is not process 1, for signals that have no handler don't reach that. It is a child
/// of ours all the same, so that we see how it ended.
/// </remarks>
sealed class NamespaceSubjectTree : ISubjectTree
{
    // It reads until we end, however that comes: even SIGKILL closes our end of the pipe. Nobody
    // has to reap a child of a process that ignores SIGCHLD (wait(2)).
    static readonly string[] Holder =
    [
        "--mount-proc", "sh", "-c", "trap '' CHLD; echo; exec cat >/dev/null",
    ];

    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    Process? _holder;
    string _processes = "";

    /// <inheritdoc/>
    public Process Start(ProcessStartInfo program)
    {
        var holder = new ProcessStartInfo("unshare", Holder)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // The thread that sends its children to a new namespace can't take that back without
        // privilege, nor start threads any more (clone(2), EINVAL): it is one for this alone. It
        // has the network and the mounts of the thread that starts it.
        Process? process = null;
        ExceptionDispatchInfo? failure = null;
        var starter = new Thread(() =>
        {
            try
            {
                Errno.Require(Namespaces.Leave(Namespaces.Processes));
                _holder = Process.Start(holder)!;
                process = Process.Start(program)!;
            }
            catch (Exception caught)
            {
                failure = ExceptionDispatchInfo.Capture(caught);
            }
        });
        starter.Start();
        starter.Join();
        failure?.Throw();
        _ = _holder!.StandardOutput.BaseStream.ReadByte();
        _processes = string.Create(
            CultureInfo.InvariantCulture, $"/proc/{_holder.Id}/root/proc");
        return process!;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Folders() =>
    [
        .. Numbers(_processes).Where(number => number != 1).Order()
            .Select(number => string.Create(
                CultureInfo.InvariantCulture, $"{_processes}/{number}"))
            .Where(HasNotEnded),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<int> Ids()
    {
        string? home = _holder is null ? null : Namespace(_holder.Id);
        return home is null ? [] :
        [
            .. ProcessStat.All()
                .Where(process => !process.HasEnded && process.Id != _holder!.Id
                    && Namespace(process.Id) == home)
                .OrderBy(process => process.Started).ThenBy(process => process.Id)
                .Select(process => process.Id),
        ];
    }

    /// <inheritdoc/>
    public void End()
    {
        try
        {
            _holder?.Kill();
        }
        catch (InvalidOperationException)
        {
            // Ended and disposed of.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _holder?.WaitForExit(EndTime);
        _holder?.Dispose();
    }

    static string? Namespace(int process) => ReadLink.Target(
        string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/pid"));

    static IEnumerable<int> Numbers(string folder) =>
        from name in ProcFolder.Names(folder)
        where char.IsAsciiDigit(name[0])
        select int.Parse(name, CultureInfo.InvariantCulture);

    static bool HasNotEnded(string process)
    {
        string stat = ProcFolder.Text($"{process}/stat");
        int end = stat.LastIndexOf(')');
        return end > 0 && stat[end + 2] is not ('Z' or 'X' or 'x');
    }
}
