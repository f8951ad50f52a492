using System.Runtime.InteropServices;

namespace Doorway.Cli.Terminal;

/// <summary>
/// Whether this program may read from its terminal. One that a shell has put into the background
/// is stopped as soon as it tries (SIGTTIN, termios(3)); a program with other work must not try.
/// </summary>
static partial class Foreground
{
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until standard input may be read; at once where it is no terminal.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static async Task WaitAsync(CancellationToken cancellation)
    {
        while (!OperatingSystem.IsWindows() && IsInBackground())
        {
            await Task.Delay(Again, cancellation);
        }
    }

    // tcgetpgrp(3): -1 where it is no terminal, or not the one that controls this process.
    static bool IsInBackground()
    {
        int group = ForegroundGroup(0);
        return group >= 0 && group != OwnGroup();
    }

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int ForegroundGroup(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int OwnGroup();
}
