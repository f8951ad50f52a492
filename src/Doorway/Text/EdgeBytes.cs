using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Doorway.Text;

/// <summary>
/// The bytes of a vector and their neighbours at an end, for vectors that can't leave out what
/// they may not read.
/// </summary>
static class EdgeBytes
{
    /// <summary>
    /// Copies what lies between <paramref name="start"/> and <paramref name="end"/> of the bytes
    /// from one before <paramref name="at"/> on; the others become zeros.
    /// </summary>
    /// <returns>Where the byte before <paramref name="at"/> is now.</returns>
    internal static ref byte Copy(
        ref byte from, int at, int start, int end, Span<byte> around)
    {
        int first = Math.Max(at - 1, start), last = Math.Min(end, at - 1 + around.Length);
        around.Clear();
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref from, first), last - first)
            .CopyTo(around[(first - (at - 1))..]);
        return ref MemoryMarshal.GetReference(around);
    }
}
