namespace Doorway.Engines.Linux;

/// <summary>Which facilities of the kernel the Linux engine uses; all by default.</summary>
sealed record LinuxEngineOptions
{
    /// <summary>The engine's name on the command line.</summary>
    public string Name { get; init; } = "linux";

    /// <summary>How many event loops there are for streams; null (default) for one a core.
    /// </summary>
    public int? Loops { get; init; }

    /// <summary>
    /// Whether a loop may poll for a moment before it blocks (<see cref="SpinPolicy"/>).
    /// </summary>
    public bool Spin { get; init; } = true;

    /// <summary>recvmmsg(2) and sendmmsg(2); else one datagram a call.</summary>
    public bool Batches { get; init; } = true;

    /// <summary>epoll_pwait2(2): waits to the microsecond with one call; else with two.
    /// </summary>
    public bool PreciseWait { get; init; } = true;

    /// <summary>UDP_GRO (udp(7)): datagrams that were sent together arrive together.</summary>
    public bool MergedReceive { get; init; } = true;

    /// <summary>UDP_SEGMENT (udp(7)): answers of one size to one peer leave together.</summary>
    public bool MergedSend { get; init; } = true;

    /// <summary>
    /// How many bytes a received UDP message may have; default 64 KiB, more than there can be.
    /// </summary>
    public int LargestMessage { get; init; } = 64 * 1024;
}
