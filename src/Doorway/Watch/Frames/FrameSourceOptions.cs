namespace Doorway.Watch;

/// <summary>What a <see cref="FrameSource"/> hears.</summary>
public sealed record FrameSourceOptions
{
    /// <summary>The interfaces; default loopback alone, which carries all that a machine says to
    /// itself, by whatever address.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = ["lo"];

    /// <summary>The ports that are known at the start, of TCP and UDP; default none.</summary>
    public IReadOnlySet<ushort> Ports { get; init; } = new HashSet<ushort>();

    /// <summary>
    /// Whether ports may become known after they were used, as those of programs do. Then frames
    /// of all ports are kept for 2 s. Default true; false to watch <see cref="Ports"/> alone.
    /// </summary>
    public bool LearnsPorts { get; init; } = true;

    /// <summary>Ports of TCP that are never shown: those of the page itself.</summary>
    public IReadOnlySet<ushort> Excluded { get; init; } = new HashSet<ushort>();
}
