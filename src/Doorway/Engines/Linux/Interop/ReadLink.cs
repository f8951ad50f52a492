using System.Runtime.InteropServices;
using System.Text;

namespace Doorway.Engines.Linux.Interop;

/// <summary>readlink(2): the text of a link, such as <c>socket:[4711]</c> below /proc.</summary>
static unsafe partial class ReadLink
{
    const int Room = 512;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint readlink(string path, byte* buffer, nuint size);

    /// <summary>What a link points at, at most 512 bytes; null where it can't be read.</summary>
    public static string? Target(string path)
    {
        byte* buffer = stackalloc byte[Room];
        nint length = readlink(path, buffer, Room);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, (int)length);
    }
}
