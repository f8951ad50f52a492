namespace Doorway.Watch.Calls;

/// <summary>A process that is watched: its descriptors, and what it is called.</summary>
/// <param name="id">Its number (PID).</param>
sealed class TracedProcess(int id)
{
    /// <summary>Its number (PID).</summary>
    public int Id => id;

    /// <summary>The process that made it; 0 for the first.</summary>
    public int Parent { get; init; }

    /// <summary>What it is called: "python3 TCPServer.py".</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether it was told that it uses an io_uring(7).</summary>
    public bool IsRingTold { get; set; }

    /// <summary>Its descriptors.</summary>
    public required DescriptorTable Descriptors { get; set; }
}

/// <summary>Which process each thread belongs to.</summary>
sealed class TracedProcesses
{
    readonly Dictionary<int, TracedProcess> _byThread = [];

    /// <summary>The process of a thread; null where it isn't known.</summary>
    public TracedProcess? Of(int thread) => _byThread.GetValueOrDefault(thread);

    /// <summary>All that run.</summary>
    public IReadOnlyList<TracedProcess> All() => [.. _byThread.Values.Distinct()];

    /// <summary>A process that nobody who is watched has made.</summary>
    public TracedProcess First(int id)
    {
        var process = new TracedProcess(id) { Descriptors = new DescriptorTable() };
        _byThread[id] = process;
        return process;
    }

    /// <summary>A thread that fork(2) or clone(2) has made.</summary>
    /// <param name="maker">Who called it.</param>
    /// <param name="thread">The new one.</param>
    /// <param name="flags">clone(2)'s flags in words.</param>
    /// <returns>The new process; the maker's own where it is another thread of it.</returns>
    public TracedProcess Make(TracedProcess maker, int thread, string flags)
    {
        if (flags.Contains("CLONE_THREAD", StringComparison.Ordinal))
        {
            return _byThread[thread] = maker;
        }

        bool shares = flags.Contains("CLONE_FILES", StringComparison.Ordinal);
        return _byThread[thread] = new TracedProcess(thread)
        {
            Parent = maker.Id,
            Name = maker.Name,
            Descriptors = shares ? maker.Descriptors : maker.Descriptors.Copy(),
        };
    }

    /// <summary>A thread has ended.</summary>
    public void End(int thread) => _byThread.Remove(thread);
}
