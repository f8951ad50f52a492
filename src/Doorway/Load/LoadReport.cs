using System.Net.Sockets;

namespace Doorway;

/// <summary>What a run has measured, warm-up left out.</summary>
public sealed record LoadReport
{
    /// <summary>What was asked for.</summary>
    public required LoadPlan Plan { get; init; }

    /// <summary>From the first message to the last answer that came in time.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What became of the messages.</summary>
    public LoadCounts Counts { get; init; }

    /// <summary>
    /// From the moment that a message was planned for to its answer: what a user waits whose
    /// request does not wait for anybody else's answer (no coordinated omission). In a closed loop
    /// a message is planned for the moment at which the answer before it came.
    /// </summary>
    public required Histogram FromPlan { get; init; }

    /// <summary>From the moment that a message was really sent to its answer.</summary>
    public required Histogram FromSend { get; init; }

    /// <summary>What each second brought.</summary>
    public IReadOnlyList<LoadSecond> Timeline { get; init; } = [];

    /// <summary>
    /// How many losses in a row, and how often (datagrams): a table of loss run lengths.
    /// </summary>
    public IReadOnlyDictionary<int, long> LossRuns { get; init; } = new Dictionary<int, long>();

    /// <summary>Answered messages a second.</summary>
    public double AnswersPerSecond =>
        Elapsed > TimeSpan.Zero ? Counts.Answered / Elapsed.TotalSeconds : 0;

    /// <summary>
    /// Sent messages a second: beside <see cref="LoadPlan.Rate"/>, what was reached.
    /// </summary>
    public double SentPerSecond { get; init; }

    /// <summary>
    /// Messages of an open loop whose time came and that were never sent, since their connection
    /// had no room to the end: as many answers were outstanding as <see cref="LoadPlan.Depth"/>
    /// allows, or the kernel's buffer was full. Of datagrams those for which there was no time.
    /// </summary>
    public long Unsent { get; init; }

    /// <summary>Datagrams that the kernel dropped at the generator's own sockets.</summary>
    public long DroppedByKernel { get; init; }

    /// <summary>
    /// Datagrams that the kernel dropped at the target's socket, where that is on this machine and
    /// can be read (/proc/net/udp); else null.
    /// </summary>
    public long? DroppedAtTarget { get; init; }

    /// <summary>Connections that were opened.</summary>
    public long Connected { get; init; }

    /// <summary>Connections that the server closed before the run's end.</summary>
    public long ClosedByServer { get; init; }

    /// <summary>Failures of connections and sockets, by kind, and how many of each.</summary>
    public IReadOnlyDictionary<SocketError, long> Errors { get; init; } =
        new Dictionary<SocketError, long>();

    /// <summary>The first answer that was wrong; null when none was.</summary>
    public LoadDifference? FirstDifference { get; init; }

    /// <summary>
    /// What the generator itself took, and whether it was the limit.
    /// </summary>
    public required LoadGenerator Generator { get; init; }
}

/// <summary>One second of a run.</summary>
/// <param name="Start">When it began, from the end of the warm-up.</param>
/// <param name="Length">How long it was; the last may be shorter.</param>
/// <param name="Counts">What it brought.</param>
/// <param name="FromPlan">Its latencies from the planned time.</param>
/// <param name="FromSend">Its latencies from the actual send.</param>
public sealed record LoadSecond(
    TimeSpan Start, TimeSpan Length, LoadCounts Counts, Histogram FromPlan, Histogram FromSend);

/// <summary>The generator's own part in what was measured.</summary>
/// <param name="Processor">Its processor time a second of the run; 1 is a whole core.</param>
/// <param name="LateSends">
/// Messages of an open loop that were sent over 1 ms after their planned time though the server had
/// taken all before (the generator's own delay, not the server's).
/// </param>
/// <param name="WorstDelay">The most that it was late.</param>
/// <param name="Limit">
/// Why the generator was the limit, in a sentence; null when it wasn't.
/// </param>
public sealed record LoadGenerator(
    double Processor, long LateSends, TimeSpan WorstDelay, string? Limit);

/// <summary>A wrong answer beside the right one.</summary>
/// <param name="Expected">The right answer, whole; empty where none was due.</param>
/// <param name="Actual">
/// What came in its place, from the answer's first byte to at least the first one that differs.
/// </param>
public sealed record LoadDifference(ReadOnlyMemory<byte> Expected, ReadOnlyMemory<byte> Actual);
