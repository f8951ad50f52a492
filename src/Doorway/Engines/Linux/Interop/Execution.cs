using System.Runtime.InteropServices;

namespace Doorway.Engines.Linux.Interop;

/// <summary>execve(2): another program takes this process over, descriptors and all.</summary>
static unsafe partial class Execution
{
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execve(string path, byte** arguments, byte** environment);

    /// <summary>Returns only where it fails: the errno as a negative number.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments, its name first.</param>
    /// <param name="environment">NAME=value each.</param>
    public static int Become(
        string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        byte** argumentList = Native(arguments);
        byte** environmentList = Native(environment);
        _ = execve(path, argumentList, environmentList);
        int error = Errno.Last;
        Free(argumentList);
        Free(environmentList);
        return -error;
    }

    // Ended by a null pointer.
    static byte** Native(IReadOnlyList<string> texts)
    {
        byte** list = (byte**)NativeMemory.AllocZeroed(
            (nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < texts.Count; i++)
        {
            list[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        }

        return list;
    }

    static void Free(byte** list)
    {
        for (int i = 0; list[i] != null; i++)
        {
            Marshal.FreeCoTaskMem((nint)list[i]);
        }

        NativeMemory.Free(list);
    }
}
