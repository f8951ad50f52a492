using System.Globalization;
using System.Runtime.InteropServices;

namespace Doorway.Services;

/// <summary>
/// Keeps descriptors from the programs that we start. Every one that .NET opens is close-on-exec already; those
/// that this process was itself started with (a shell's redirections, a supervisor's sockets) are not.
/// </summary>
static partial class DescriptorInheritance
{
    // fcntl(2)
    const int SetFlags = 2;
    const int CloseOnExec = 1;
    const int FirstBeyondStandard = 3;

    /// <summary>Sets FD_CLOEXEC on all descriptors from 3 up; does nothing but on Linux.</summary>
    public static void End()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

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

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(int descriptor, int command, int argument);
}
