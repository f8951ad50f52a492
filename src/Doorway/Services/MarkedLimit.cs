using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Doorway.Services;

/// <summary>
/// A mark that a process can't lose by clearing its environment, nor by leaving its parent and
/// its session: the soft limit RLIMIT_LOCKS (getrlimit(2)). Linux keeps it, hands it on to every
/// child and shows it in /proc/PID/limits, and has not heeded it since 2.4.25. So a number that
/// nobody else has tells all processes that come of one program, and limits nothing.
/// </summary>
/// <remarks>
/// A child has it from its first moment: our own limit is the mark while the program is started,
/// and is put back after. A process that is started elsewhere in this one in that moment has it
/// too, until <see cref="RelieveStrangers"/>.
/// </remarks>
sealed partial class MarkedLimit
{
    // <bits/resource.h>, the same on all architectures that .NET runs on
    const int FileLocks = 10;

    // prctl(2)
    const int GetChildSubreaper = 37;

    static readonly Lock Gate = new();

    readonly ulong _mark;
    readonly byte[] _digits;
    int _first;
    Limit _before;

    public MarkedLimit()
    {
        // From 2^62 up: no limit that anybody sets by hand.
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        _mark = MemoryMarshal.Read<ulong>(random) >> 2 | 1UL << 62;
        _digits = Encoding.ASCII.GetBytes(_mark.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Starts a program that has the mark.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It can't be started.</exception>
    public Process Start(ProcessStartInfo program)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Process.Start(program)!;
        }

        lock (Gate)
        {
            Limit before = default;
            bool known = GetLimit(Environment.ProcessId, FileLocks, 0, ref before) == 0;
            Limit marked = before with { Soft = _mark };
            bool isSet = known
                && SetLimit(Environment.ProcessId, FileLocks, in marked, 0) == 0;
            try
            {
                Process process = Process.Start(program)!;
                _first = process.Id;
                return process;
            }
            finally
            {
                if (isSet)
                {
                    _ = SetLimit(Environment.ProcessId, FileLocks, in before, 0);
                    _before = before;
                    RelieveStrangers();
                }
            }
        }
    }

    /// <summary>
    /// Whether a process has the mark; one that has ended and was not reaped yet still has it.
    /// </summary>
    public bool IsOn(in ProcessStat process) => Has(process.Id) && !Relieved(process);

    bool Has(int process) => ProcFile.Contains(process, "limits", _digits);

    // At once, while their parents still live: a daemon's lineage can't be told any more.
    void RelieveStrangers()
    {
        ulong started = ProcessStat.Read(_first)?.Started ?? 0;
        foreach (ProcessStat process in ProcessStat.All())
        {
            _ = process.Started >= started && IsOn(process);
        }
    }

    // A stranger descends from a child of ours that is not the program. Where orphans are ours, a
    // child that we didn't start is one of the program's.
    bool Relieved(in ProcessStat process)
    {
        ProcessStat? ancestor = process;
        while (ancestor is { } one && one.Parent != Environment.ProcessId)
        {
            ancestor = one.Id == _first ? null : ProcessStat.Read(one.Parent);
        }

        bool isStranger = ancestor is { } child && child.Id != _first && !OrphansAreOurs();
        if (isStranger)
        {
            _ = SetLimit(process.Id, FileLocks, in _before, 0);
        }

        return isStranger;
    }

    static bool OrphansAreOurs()
    {
        int subreaper = 0;
        return Environment.ProcessId == 1
            || (ProcessControl(GetChildSubreaper, ref subreaper, 0, 0, 0) == 0 && subreaper != 0);
    }

    struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static partial int GetLimit(int process, int resource, nint nothing, ref Limit limit);

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static partial int SetLimit(
        int process, int resource, in Limit limit, nint nothing);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(
        int option, ref int value, nint third, nint fourth, nint fifth);
}
