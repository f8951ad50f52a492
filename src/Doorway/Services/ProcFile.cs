using System.Buffers;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Doorway.Services;

/// <summary>A process's files under /proc (proc(5)).</summary>
static class ProcFile
{
    /// <summary>
    /// Whether a file holds some bytes; false where it can't be read or the process has gone.
    /// </summary>
    /// <param name="process">The process's number.</param>
    /// <param name="name">The file's, such as "environ".</param>
    /// <param name="sought">The bytes.</param>
    public static bool Contains(int process, string name, ReadOnlySpan<byte> sought)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{name}");
            using SafeFileHandle file = File.OpenHandle(path);
            int kept = 0;
            long position = 0;
            while (true)
            {
                int count = RandomAccess.Read(file, buffer.AsSpan(kept), position);
                Span<byte> seen = buffer.AsSpan(0, kept + count);
                if (count == 0 || seen.IndexOf(sought) >= 0)
                {
                    return count > 0;
                }

                position += count;
                kept = Math.Min(seen.Length, sought.Length - 1);
                seen[^kept..].CopyTo(buffer);
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
