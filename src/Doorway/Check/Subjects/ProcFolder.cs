using System.Text;
using Doorway.Engines.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Doorway.Check;

/// <summary>
/// Reads below /proc (proc(5)). What has gone meanwhile, or may not be read, is empty.
/// </summary>
static class ProcFolder
{
    /// <summary>The names in a folder.</summary>
    public static IReadOnlyList<string> Names(string path)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(path).Select(
                entry => entry[(entry.LastIndexOf('/') + 1)..])];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>What the links in a folder point at.</summary>
    public static IEnumerable<string> Links(string path) =>
        Names(path).Select(name => ReadLink.Target($"{path}/{name}")).OfType<string>();

    /// <summary>A file's lines.</summary>
    public static IReadOnlyList<string> Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The first 1,023 bytes of a file, such as a stat, in one read(2).</summary>
    public static string Text(string path)
    {
        Span<byte> buffer = stackalloc byte[1023];
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            return Encoding.Latin1.GetString(buffer[..RandomAccess.Read(file, buffer, 0)]);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
