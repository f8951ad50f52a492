using System.Net;
using System.Runtime.InteropServices;

namespace Doorway.Cli.Serve;

/// <summary>
/// The IPv4 addresses that the machine's own databases give a name (gethostbyname(3)): what the
/// sheet's client reaches under this machine's name. <see cref="Dns"/> adds the addresses of every
/// interface to it.
/// </summary>
static partial class HostAddresses
{
    const int AddressSize = 4;

    // struct hostent: two pointers, then address family and length as ints, then the list.
    static readonly int ListOffset = (2 * IntPtr.Size) + (2 * sizeof(int));

    /// <summary>The addresses; none where the name has none.</summary>
    public static IReadOnlyList<IPAddress> Of(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }

        nint entry = GetHostByName(name);
        if (entry == 0 || Marshal.ReadInt32(entry, ListOffset - sizeof(int)) != AddressSize)
        {
            return [];
        }

        var found = new List<IPAddress>();
        nint list = Marshal.ReadIntPtr(entry, ListOffset);
        for (nint one; (one = Marshal.ReadIntPtr(list)) != 0; list += IntPtr.Size)
        {
            byte[] address = new byte[AddressSize];
            Marshal.Copy(one, address, 0, AddressSize);
            found.Add(new IPAddress(address));
        }

        return found;
    }

    [LibraryImport(
        "libc", EntryPoint = "gethostbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetHostByName(string name);
}
