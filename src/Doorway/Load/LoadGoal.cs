namespace Doorway;

/// <summary>What <see cref="LoadSearch"/> demands of a rate, and how hard it looks.</summary>
public sealed record LoadGoal
{
    /// <summary>Of which percentile the latency is bounded; default 99.</summary>
    public double Percentile { get; init; } = 99;

    /// <summary>
    /// The most that the percentile of the latency from the planned time may be; default 10 ms.
    /// </summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The part of the planned messages that must be answered; default 0.999.</summary>
    public double Answered { get; init; } = 0.999;

    /// <summary>The rate to begin with, messages a second; default 1000.</summary>
    public double FirstRate { get; init; } = 1_000;

    /// <summary>How long each run is, without its warm-up; default 1 s.</summary>
    public TimeSpan RunTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The warm-up of each run; default 0.2 s.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// It ends when the lowest rate that fails is at most so many times the highest that holds;
    /// default 1.05.
    /// </summary>
    public double Precision { get; init; } = 1.05;

    /// <summary>The most runs; default 60.</summary>
    public int MostRuns { get; init; } = 60;

    /// <summary>After how long no further run is begun; default 2 minutes.</summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Told of each run when it is over; null for nobody.</summary>
    public Action<LoadStep>? Tried { get; init; }
}

/// <summary>One run of a <see cref="LoadSearch"/>.</summary>
/// <param name="Rate">Messages a second that were asked for.</param>
/// <param name="Report">What was measured.</param>
/// <param name="Failure">Why the goal was missed, in a few words; null when it was met.</param>
public sealed record LoadStep(double Rate, LoadReport Report, string? Failure)
{
    /// <summary>Whether the goal was met.</summary>
    public bool Holds => Failure is null;
}

/// <summary>What a <see cref="LoadSearch"/> has found.</summary>
/// <param name="Best">
/// The last run at the highest rate that holds; null when none does.
/// </param>
/// <param name="FailsFrom">
/// The lowest rate that was tried and does not hold; null when every one holds.
/// </param>
/// <param name="Steps">Every run, in order.</param>
/// <param name="Ended">Why it went no further, in a sentence.</param>
public sealed record LoadSearchResult(
    LoadReport? Best, double? FailsFrom, IReadOnlyList<LoadStep> Steps, string Ended);
