using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// unshare(2): the calling thread leaves what it shares with the others. What it starts, processes
/// and threads, is born into what it has.
/// </summary>
static partial class Namespaces
{
    /// <summary>Mounts (CLONE_NEWNS, mount_namespaces(7)).</summary>
    public const int Mounts = 0x00020000;

    /// <summary>Numbers of processes (CLONE_NEWPID, pid_namespaces(7)): of children only.</summary>
    public const int Processes = 0x20000000;

    /// <summary>Networks (CLONE_NEWNET, network_namespaces(7)).</summary>
    public const int Network = 0x40000000;

    [LibraryImport("libc")]
    private static partial int unshare(int flags);

    /// <summary>unshare(2): a new one for this thread; 0, or an errno as a negative number.
    /// </summary>
    public static int Leave(int kinds) => unshare(kinds) < 0 ? -Errno.Last : 0;
}
