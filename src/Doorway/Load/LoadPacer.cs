using System.Diagnostics;

namespace Doorway;

/// <summary>
/// The clock of an open loop: a thread that tells connections in turn that a message is due, at the
/// time that it is planned for, and never waits for answers.
/// </summary>
/// <param name="schedule">When what is due.</param>
/// <param name="ways">
/// How many connections there are: message n goes to number n modulo so many.
/// </param>
/// <param name="due">
/// Told which connection has how many messages due since the beginning.
/// </param>
sealed class LoadPacer(LoadSchedule schedule, int ways, Action<int, long> due)
{
    readonly LoadWait _wait = new();
    volatile bool _stopped;

    /// <summary>Starts the thread.</summary>
    /// <returns>A task that ends with it.</returns>
    public Task RunAsync() => Task.Factory.StartNew(
        Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Ends it soon.</summary>
    public void Stop() => _stopped = true;

    void Run()
    {
        long told = 0;
        while (!_stopped && !schedule.IsStopped && told < schedule.Total)
        {
            long soon = schedule.DueAt(Stopwatch.GetTimestamp());
            for (long i = told; i < Math.Min(soon, told + ways); i++)
            {
                int way = (int)(i % ways);
                due(way, ((soon - way - 1) / ways) + 1);
            }

            told = soon;
            _wait.Until(schedule.PlannedAt(told));
        }
    }
}
