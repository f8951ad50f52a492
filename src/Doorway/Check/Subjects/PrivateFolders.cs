using System.Runtime.Versioning;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Check;

/// <summary>
/// What a case's programs see of the files: all of them, but for names all are ours, and what they
/// leave in the temporary folders is in memory, limited, and gone with the case.
/// </summary>
[SupportedOSPlatform("linux")]
static class PrivateFolders
{
    const string Shared = "/dev/shm";
    const string Options = "mode=1777,size=64m,nr_inodes=16k";
    const UnixFileMode Everybody = (UnixFileMode)0x3ff;
    const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it so in the calling thread's mount namespace.</summary>
    /// <param name="user">Whose the home folder is; null for ours.</param>
    /// <returns>The home folder.</returns>
    public static string Make(int? user)
    {
        Errno.Require(Mounts.MakePrivate());
        Errno.Require(Mounts.Memory(Shared, Options));
        PrivateNames.Make(Directory.CreateDirectory($"{Shared}/names").FullName);
        bool isTemporaryOurs = Cover("/tmp", "tmp");
        _ = Cover("/var/tmp", "var");

        // What is under this one is still there for who has it open, and nobody else sees it.
        Errno.Require(Mounts.Memory(Shared, Options));
        string home = $"{(isTemporaryOurs ? "/tmp" : Shared)}/doorway-home";
        Directory.CreateDirectory(home, OwnerOnly);
        if (user is { } owner)
        {
            Errno.Require(FileOwner.Change(home, owner));
        }

        return home;
    }

    // False where this kernel has no overlayfs, or not for us: the folder is the machine's then.
    static bool Cover(string folder, string name)
    {
        string changes = Directory.CreateDirectory($"{Shared}/{name}").FullName;
        File.SetUnixFileMode(changes, Everybody);
        string work = Directory.CreateDirectory($"{Shared}/{name}-work").FullName;
        return Directory.Exists(folder) && Mounts.Overlay(folder, changes, work) == 0;
    }
}
