using System.Runtime.InteropServices;

namespace Doorway;

/// <summary>
/// How many descriptors this process may have (RLIMIT_NOFILE, getrlimit(2)). The runtime itself
/// needs some and aborts when it can't open a file, so connections may take only a part.
/// </summary>
static partial class OpenFileLimit
{
    /// <summary>What the runtime, its thread pool and the program's own files may need.</summary>
    public const int Reserve = 100;

    /// <summary>The most connections that are taken unless more are asked for.</summary>
    public const int DefaultCap = 10_000;

    /// <summary>The limit; <see cref="int.MaxValue"/> where there is none.</summary>
    public static int Current { get; } = Read();

    /// <summary>The cap to use.</summary>
    /// <param name="asked">What was asked for, null for the default.</param>
    /// <param name="limit">The open-file limit.</param>
    /// <exception cref="ArgumentException">
    /// What was asked for does not fit below the limit.
    /// </exception>
    public static int Cap(int? asked, int limit)
    {
        if (asked is not { } cap)
        {
            return Math.Max(1, Math.Min(DefaultCap, limit / 2));
        }

        return cap <= limit - Reserve
            ? cap
            : throw new ArgumentException(
                $"{cap} connections do not fit: the open-file limit is {limit}, "
                + $"of which {Reserve} are "
                + $"kept for the program itself. Ask for at most {Math.Max(1, limit - Reserve)}, "
                + $"or raise the limit with `ulimit -n {(long)cap + Reserve}`.");
    }

    static int Read()
    {
        if (OperatingSystem.IsWindows())
        {
            return int.MaxValue;
        }

        int resource = OperatingSystem.IsLinux() ? 7 : 8;
        return GetLimit(resource, out Limit limit) == 0
            ? (int)Math.Min(limit.Soft, int.MaxValue)
            : int.MaxValue;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
