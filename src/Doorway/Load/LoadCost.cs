using System.Diagnostics;
using System.Globalization;

namespace Doorway;

/// <summary>
/// What generating the load took of the processor while it counted, and whether that was the limit.
/// </summary>
/// <param name="threads">See <see cref="LoadTally"/>.</param>
sealed class LoadCost(Func<IReadOnlyList<TimeSpan>> threads)
{
    const double WholeCore = 0.95;
    const double MostLate = 0.01;

    Moment? _began;
    Moment? _ended;

    /// <summary>What counts begins; later calls do nothing.</summary>
    public void Begin() => _began ??= Now();

    /// <summary>What counts has ended; later calls do nothing.</summary>
    public void End() => _ended ??= _began is null ? null : Now();

    Moment Now() =>
        new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, [.. threads()]);

    /// <summary>The generator's own part.</summary>
    public LoadGenerator Verdict(LoadPiece all)
    {
        double processor = 0;
        double busiest = 0;
        bool known = false;
        if (_began is { } began && _ended is { } ended && ended.Time > began.Time)
        {
            double seconds = Stopwatch.GetElapsedTime(began.Time, ended.Time).TotalSeconds;
            processor = (ended.Process - began.Process).TotalSeconds / seconds;
            for (int i = 0; i < Math.Min(began.Threads.Length, ended.Threads.Length); i++)
            {
                known = true;
                busiest = Math.Max(
                    busiest, (ended.Threads[i] - began.Threads[i]).TotalSeconds / seconds);
            }
        }

        var worst = TimeSpan.FromTicks(LoadSchedule.Nanoseconds(all.WorstDelay) / 100);
        return new LoadGenerator(
            processor, all.LateSends, worst,
            LateLimit(all, worst) ?? ProcessorLimit(processor, busiest, known));
    }

    static string? LateLimit(LoadPiece all, TimeSpan worst) =>
        all.LateSends <= MostLate * all.Sent ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"The generator was the limit: {100.0 * all.LateSends / all.Sent:0.#} % of the "
            + $"messages left over 1 ms after their time, the worst {worst.TotalMilliseconds:0.#} "
            + $"ms, without the server's doing.");

    static string? ProcessorLimit(double processor, double busiest, bool known)
    {
        if (known ? busiest >= WholeCore : processor >= WholeCore * Environment.ProcessorCount)
        {
            return known
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"The generator was the limit: one of its threads was busy {busiest:P0} of "
                    + $"the time. The server may do more than this.")
                : "The generator was the limit: it used every core that it has. The server may "
                + "do more than this.";
        }

        return null;
    }

    sealed record Moment(long Time, TimeSpan Process, TimeSpan[] Threads);
}
