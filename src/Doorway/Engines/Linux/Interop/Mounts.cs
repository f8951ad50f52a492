using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>
/// mount(2), in the mount namespace of the calling thread. Each returns 0, or an errno as a
/// negative number.
/// </summary>
static partial class Mounts
{
    // sys/mount.h
    const nuint NoSetUser = 2;
    const nuint NoDevices = 4;
    const nuint BindFlag = 4096;
    const nuint Recursive = 16384;
    const nuint PrivateFlag = 1 << 18;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(
        string source, string target, string? kind, nuint flags, string? options);

    /// <summary>What is mounted from now on is seen here alone.</summary>
    public static int MakePrivate() =>
        Result(mount("none", "/", null, Recursive | PrivateFlag, null));

    /// <summary>Shows a file or folder at another place too.</summary>
    public static int Bind(string source, string target) =>
        Result(mount(source, target, null, BindFlag, null));

    /// <summary>A file system in memory (tmpfs(5)), that goes with the namespace.</summary>
    public static int Memory(string target, string options) =>
        Result(mount("doorway", target, "tmpfs", NoSetUser | NoDevices, options));

    /// <summary>
    /// A folder in which changes go elsewhere (overlayfs, Documentation/filesystems/overlayfs.rst).
    /// </summary>
    public static int Overlay(string target, string changes, string work) => Result(mount(
        "doorway", target, "overlay", NoSetUser | NoDevices,
        $"lowerdir={target},upperdir={changes},workdir={work}"));

    static int Result(int result) => result < 0 ? -Errno.Last : 0;
}
