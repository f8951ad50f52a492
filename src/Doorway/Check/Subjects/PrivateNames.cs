using System.Runtime.Versioning;
using Doorway.Engines.Linux.Interop;

namespace Doorway.Check;

/// <summary>
/// The files by which the C library finds addresses (hosts(5), resolv.conf(5), nsswitch.conf(5)),
/// so that every name is 127.0.0.1: the common ones by themselves, any other by
/// <see cref="NameServer"/>.
/// </summary>
[SupportedOSPlatform("linux")]
static class PrivateNames
{
    /// <summary>Covers them in the calling thread's mount namespace.</summary>
    /// <param name="folder">Where the private ones lie.</param>
    public static void Make(string folder)
    {
        // No "::1 localhost": a client of ours would try that first, and servers that are taught
        // have IPv4 only.
        Cover(folder, "/etc/hosts", $"""
            127.0.0.1 localhost {Environment.MachineName} hostname servername
            ::1 ip6-localhost ip6-loopback

            """);
        Cover(folder, "/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:2\n");

        // systemd-resolved, mDNS and LDAP are asked through sockets that know no namespace.
        const string Switch = "/etc/nsswitch.conf";
        Cover(folder, Switch, string.Concat(
            from line in ProcFolder.Lines(Switch)
            where !line.StartsWith("hosts:", StringComparison.Ordinal)
            select line + "\n") + "hosts: files dns\n");

        // So is the cache of names (nscd(8)), which the C library asks first.
        const string Cache = "/var/run/nscd";
        if (Directory.Exists(Cache))
        {
            _ = Mounts.Memory(Cache, "size=4k");
        }
    }

    static void Cover(string folder, string file, string text)
    {
        if (File.Exists(file))
        {
            string own = Path.Combine(folder, Path.GetFileName(file));
            File.WriteAllText(own, text);
            File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserWrite
                | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            Errno.Require(Mounts.Bind(own, file));
        }
    }
}
