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
    /// <param name="covered">Gets the folders in which changes go with the case.</param>
    /// <returns>The home folder.</returns>
    public static string Make(int? user, ICollection<string> covered)
    {
        Errno.Require(Mounts.MakePrivate());
        Errno.Require(Mounts.Memory(Shared, Options));
        PrivateNames.Make(Directory.CreateDirectory($"{Shared}/names").FullName);
        bool isTemporaryOurs = Cover("/tmp", Shared, "tmp", covered);
        _ = Cover("/var/tmp", Shared, "var", covered);

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

    /// <summary>
    /// Lets the case's programs make files in the folder that they run in, as it is for who starts
    /// them by hand; what they make goes with the case. Where that can't be, nothing changes.
    /// </summary>
    /// <param name="folder">Full, and open to the programs' user for reading.</param>
    /// <param name="covered">The folders that are covered already; this one joins them.</param>
    /// <returns>Whether it is so.</returns>
    public static bool Open(string folder, ICollection<string> covered)
    {
        if (covered.Contains(folder))
        {
            return true;
        }

        if (!Directory.Exists(folder) || HasLinks(folder))
        {
            return false;
        }

        if (covered.Any(one => IsIn(folder, one)))
        {
            return OpenCovered(folder, covered);
        }

        // An overlay would hide what is mounted below, and divides its options at these marks.
        if (folder.AsSpan().IndexOfAny(",:\\") >= 0 || HasMounts(folder))
        {
            return false;
        }

        string ours = Directory.CreateDirectory($"{Shared}/doorway", OwnerOnly).FullName;
        return Cover(folder, ours, "folder", covered);
    }

    // In a user namespace nothing can be changed below a folder of a user that is not known there
    // (EOVERFLOW): no copy of that folder can be made.
    static bool OpenCovered(string folder, ICollection<string> covered)
    {
        try
        {
            File.SetUnixFileMode(folder, Everybody);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        covered.Add(folder);
        return true;
    }

    // False where this kernel has no overlayfs, or not for us: the folder is the machine's then.
    static bool Cover(string folder, string place, string name, ICollection<string> covered)
    {
        string changes = Directory.CreateDirectory($"{place}/{name}").FullName;
        File.SetUnixFileMode(changes, Everybody);
        string work = Directory.CreateDirectory($"{place}/{name}-work").FullName;
        bool isOurs = Directory.Exists(folder) && Mounts.Overlay(folder, changes, work) == 0;
        if (isOurs)
        {
            covered.Add(folder);
        }

        return isOurs;
    }

    // The fifth field is where it is mounted, with blanks and the like in octal (proc(5)).
    static bool HasMounts(string folder) => File.ReadLines("/proc/thread-self/mountinfo")
        .Any(line => IsIn(line.Split(' ')[4].Replace("\\040", " "), folder));

    // What is behind one may be elsewhere, and not covered.
    static bool HasLinks(string folder)
    {
        string? up = folder;
        while (up is not null && new DirectoryInfo(up).LinkTarget is null)
        {
            up = Path.GetDirectoryName(up);
        }

        return up is not null;
    }

    static bool IsIn(string path, string folder) => folder == "/"
        || path.StartsWith(folder + "/", StringComparison.Ordinal);
}
