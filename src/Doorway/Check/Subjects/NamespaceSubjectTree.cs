using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Doorway.Engines.Linux.Interop;
using Doorway.Services;

namespace Doorway.Check;

/// <summary>
/// The processes of a program that has a namespace of process numbers of its own
/// (pid_namespaces(7)). Its process 1 is ours: it takes the orphans, and all end with it.
/// </summary>
/// <remarks>
/// The program is not process 1, for signals that have no handler don't reach that.
/// </remarks>
sealed partial class NamespaceSubjectTree : ISubjectTree
{
    // It reads until we end, however that comes: even SIGKILL closes our end of the pipe. Nobody
    // has to reap a child of a process that ignores SIGCHLD (wait(2)).
    static readonly string[] Holder =
    [
        "--pid", "--fork", "--kill-child", "--mount-proc",
        "sh", "-c", "trap '' CHLD; echo; exec cat >/dev/null",
    ];

    // The children of who enters are in the namespace, it itself is not. A shell tells by its code
    // how its child ended and, unlike nsenter, does not stop because that has been stopped. It says
    // "Killed" only of a child that it does not run in the background; there SIGINT and SIGQUIT are
    // ignored (POSIX.1 XCU 2.11), which env takes back. It also takes back what a shell exports by
    // itself (PWD).
    const string Parent = """
        exec 3>&2 4<&0 2>/dev/null
        env -i --default-signal=INT,QUIT "$@" 2>&3 3>&- <&4 4<&- &
        exec 3>&- 4<&- </dev/null >/dev/null
        wait $!
        exit $?
        """;

    const int SigKill = 9;
    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    Process? _holder;
    Process? _entrance;
    int _one;
    int _first;
    string _processes = "";

    /// <inheritdoc/>
    public int? First => _first > 0 ? _first : FindFirst();

    /// <inheritdoc/>
    /// <remarks>
    /// The namespaces are entered by processes of their own. A thread of ours that has sent its
    /// children to a new one can't start threads any more (clone(2), EINVAL), and .NET starts some
    /// whenever it likes.
    /// </remarks>
    public Process Start(ProcessStartInfo program)
    {
        _holder = Process.Start(new ProcessStartInfo("unshare", Holder)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,

            // When it is ended it says "sigprocmask unblock failed" (util-linux 2.38).
            RedirectStandardError = true,
        })!;
        _ = _holder.StandardOutput.BaseStream.ReadByte();
        _one = ChildOf(_holder.Id);
        _processes = string.Create(CultureInfo.InvariantCulture, $"/proc/{_one}/root/proc");

        string home = string.Create(CultureInfo.InvariantCulture, $"--pid=/proc/{_one}/ns/pid");
        IEnumerable<string> environment =
            program.Environment.Select(one => $"{one.Key}={one.Value}");
        _entrance = Process.Start(new ProcessStartInfo(
            "nsenter",
            [
                home, "--no-fork", "--", "sh", "-c", Parent, "sh", .. environment,
                program.FileName, .. program.ArgumentList,
            ])
        {
            RedirectStandardInput = program.RedirectStandardInput,
            RedirectStandardOutput = program.RedirectStandardOutput,
            RedirectStandardError = program.RedirectStandardError,
            WorkingDirectory = program.WorkingDirectory,
        })!;
        return _entrance;
    }

    int? FindFirst()
    {
        _first = _entrance is null ? 0 : ChildOf(_entrance.Id);
        return _first > 0 ? _first : null;
    }

    // The only one that it ever has; 0 where it has none yet, or none any more.
    static int ChildOf(int process)
    {
        foreach (ProcessStat one in ProcessStat.All())
        {
            if (one.Parent == process)
            {
                return one.Id;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public int Count => Numbers(_processes).Count(number => number != 1);

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
        string? home = _one == 0 ? null : Namespace(_one);
        return home is null ? [] :
        [
            .. ProcessStat.All()
                .Where(process => !process.HasEnded && process.Id != _one
                    && Namespace(process.Id) == home)
                .OrderBy(process => process.Started).ThenBy(process => process.Id)
                .Select(process => process.Id),
        ];
    }

    /// <inheritdoc/>
    public void End()
    {
        // Its number is its own until its parent, unshare, has gone.
        if (_one > 0 && _holder is { HasExited: false })
        {
            _ = SendSignal(_one, SigKill);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_holder is null)
        {
            return;
        }

        End();
        if (!_holder.WaitForExit(EndTime))
        {
            _holder.Kill();
        }

        _holder.Dispose();
        _holder = null;
    }

    static string? Namespace(int process) => ReadLink.Target(
        string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/pid"));

    static IEnumerable<int> Numbers(string folder) =>
        from name in ProcFolder.Names(folder)
        where char.IsAsciiDigit(name[0])
        select int.Parse(name, CultureInfo.InvariantCulture);

    static bool HasNotEnded(string process) =>
        ProcessStat.Read(process) is { HasEnded: false };

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
