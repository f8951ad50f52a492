using Doorway.Tests.Command;

namespace Doorway.Tests.Services;

/// <summary>Waits for what happens on other threads and in other processes.</summary>
static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, Func<string>? state = null)
    {
        long until = Environment.TickCount64 + (long)Deadline.Default.TotalMilliseconds;
        while (!condition())
        {
            Assert.True(
                Environment.TickCount64 < until,
                $"it did not come about in time: {state?.Invoke()}");
            await Task.Delay(5);
        }
    }
}
