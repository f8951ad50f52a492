using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>chown(2).</summary>
static partial class FileOwner
{
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chown(string path, int user, int group);

    /// <summary>Gives a file to a user and the group of the same number; 0, or an errno as a
    /// negative number.</summary>
    public static int Change(string path, int user) =>
        chown(path, user, user) < 0 ? -Errno.Last : 0;
}
