namespace Doorway.Check;

/// <summary>What a checked program may use up before it is ended.</summary>
public sealed record SubjectLimits
{
    /// <summary>Bytes of private memory of each process (RLIMIT_DATA); 2 GiB unless set.</summary>
    public long Memory { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Processes and threads (RLIMIT_NPROC); 512 unless set.</summary>
    public int Processes { get; init; } = 512;

    /// <summary>Descriptors of each process (RLIMIT_NOFILE); 1,024 unless set.</summary>
    public int Descriptors { get; init; } = 1_024;

    /// <summary>
    /// Bytes that are kept of what it prints, on each of its two outputs; 1 MiB unless set. What
    /// comes after them is read and thrown away.
    /// </summary>
    public int Output { get; init; } = 1024 * 1024;
}
