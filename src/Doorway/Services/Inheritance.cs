using System.Globalization;
using System.Runtime.InteropServices;

namespace Doorway.Services;

/// <summary>
/// Keeps from the programs that we start what a child gets of its parent and should not:
/// descriptors, and that SIGPIPE is ignored.
/// </summary>
static partial class Inheritance
{
    // fcntl(2)
    const int SetFlags = 2;
    const int CloseOnExec = 1;
    const int FirstBeyondStandard = 3;

    // signal(7)
    const int BrokenPipe = 13;
    const nint Ignored = 1;

    /// <summary>Keeps both from all programs that are started from now on.</summary>
    public static void Limit()
    {
        if (OperatingSystem.IsLinux())
        {
            CloseDescriptorsOnExec();
        }

        if (!OperatingSystem.IsWindows())
        {
            HandleBrokenPipe();
        }
    }

    // Every descriptor that .NET opens is close-on-exec already. Those that this process was itself
    // started with (a shell's redirections, a supervisor's sockets) are not.
    static void CloseDescriptorsOnExec()
    {
        foreach (string link in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            int descriptor = int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture);
            if (descriptor >= FirstBeyondStandard)
            {
                // It fails for the descriptor that reads this folder, once that is closed: no harm.
                _ = FileControl(descriptor, SetFlags, CloseOnExec);
            }
        }
    }

    // .NET ignores SIGPIPE, and what is ignored stays so in a child: a program would write on and
    // on to nobody. What is handled is at its default again in a child (execve(2)), so it gets a
    // handler that does nothing: getpid(2), which may be called in a signal handler
    // (signal-safety(7)). That has to be native code, and PosixSignalRegistration leaves alone
    // what is ignored.
    static void HandleBrokenPipe()
    {
        nint nothing = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "getpid");
        nint before = SetHandler(BrokenPipe, nothing);
        if (before != Ignored && before != nothing)
        {
            // The program that we are in has a handler of its own.
            SetHandler(BrokenPipe, before);
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);
}
