using Doorway.Watch;

namespace Doorway.Check;

/// <summary>Who did what a <see cref="TraceEvent"/> tells.</summary>
public enum TraceSide
{
    /// <summary>Doorway.</summary>
    Doorway,

    /// <summary>The checked program.</summary>
    Program,
}

/// <summary>One step between Doorway and a program: a call, a segment, a datagram.</summary>
/// <param name="Time">When, from the start of the case.</param>
/// <param name="Side">Whose doing it was; for what passes between both, who sent it.</param>
/// <param name="What">The call or the segment: "connect", "send", "FIN".</param>
/// <param name="Bytes">What was sent or typed, or how it began; empty for nothing.</param>
/// <param name="Connection">
/// Which of the case's connections or sockets, from 1; 0 for none, such as a keyboard.
/// </param>
/// <param name="IsFrame">Whether it was seen on the wire, and is not a call of ours.</param>
public sealed record TraceEvent(
    TimeSpan Time, TraceSide Side, string What, ReadOnlyMemory<byte> Bytes, int Connection,
    bool IsFrame = false)
{
    /// <summary>How many bytes it truly was.</summary>
    public int Length { get; init; } = Bytes.Length;

    /// <summary>When it was, UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>The frame, as much of it as was kept; null where it was seen otherwise.</summary>
    public FrameEvent? Frame { get; init; }
}
