using System.Diagnostics;

namespace Doorway.Tests;

/// <summary>What holds soon: looked at again and again until a deadline.</summary>
static class Eventually
{
    public static async Task HoldsAsync(
        Func<bool> condition, Func<object?>? shown = null, double seconds = 10)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started).TotalSeconds > seconds)
            {
                Assert.Fail($"Still not so after {seconds} s: {shown?.Invoke()}");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>The task's end, or a failure at the deadline.</summary>
    public static Task<T> InTime<T>(this Task<T> task, double seconds = 10) =>
        task.WaitAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>The task's end, or a failure at the deadline.</summary>
    public static Task InTime(this Task task, double seconds = 10) =>
        task.WaitAsync(TimeSpan.FromSeconds(seconds));
}
