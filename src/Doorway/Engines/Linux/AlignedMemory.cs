using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux;

/// <summary>
/// Memory outside the managed heap that begins at a line of the processor's cache. What is given to
/// the kernel stays where it is.
/// </summary>
static unsafe class AlignedMemory
{
    /// <summary>How many bytes a line has.</summary>
    public const int Line = 64;

    /// <summary>Room for so many; to be given back with <see cref="Free"/>.</summary>
    public static T* Allocate<T>(nint count)
        where T : unmanaged =>
        (T*)NativeMemory.AlignedAlloc((nuint)count * (nuint)sizeof(T), Line);

    /// <summary>Gives it back.</summary>
    public static void Free(void* memory) => NativeMemory.AlignedFree(memory);
}
