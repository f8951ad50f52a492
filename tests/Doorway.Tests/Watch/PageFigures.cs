using System.Text.Json;
using Microsoft.Playwright;

namespace Doorway.Tests.Watch;

/// <summary>What the browser says of a page's speed and size.</summary>
static class PageFigures
{
    /// <summary>The 95th percentile of the times between frames, in milliseconds.</summary>
    /// <param name="page">The page.</param>
    /// <param name="seconds">For how long frames are counted.</param>
    /// <param name="scrolls">Whether somebody scrolls through the ladder in the second half.
    /// </param>
    public static Task<double> FramesAsync(IPage page, int seconds, bool scrolls) =>
        page.EvaluateAsync<double>(
            """
            ([seconds, scrolls]) => new Promise(done => {
              const frames = [], ladder = document.getElementById("ladder");
              let last = performance.now();
              const end = last + seconds * 1000;
              const next = () => {
                const now = performance.now();
                frames.push(now - last);
                last = now;
                if (scrolls && end - now < seconds * 500) ladder.scrollTop -= 300;
                if (now < end) requestAnimationFrame(next);
                else done(frames.sort((a, b) => a - b)[Math.floor(frames.length * 0.95)]);
              };
              requestAnimationFrame(next);
            })
            """,
            new object[] { seconds, scrolls });

    /// <summary>Looks at one of the figures of the DevTools Protocol's Performance.getMetrics.
    /// </summary>
    public static async Task<Func<Task<double>>> MetricAsync(IPage page, string name)
    {
        ICDPSession session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync(
            "Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        return async () =>
        {
            JsonElement? metrics = await session.SendAsync("Performance.getMetrics");
            return metrics!.Value.GetProperty("metrics").EnumerateArray()
                .First(one => one.GetProperty("name").GetString() == name)
                .GetProperty("value").GetDouble();
        };
    }
}
