using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Doorway.Tests.Watch;

/// <summary>
/// The page stays quick when much happens. Where others keep the machine's processors busy, what
/// counts is how much of one the page itself took.
/// </summary>
[Collection("page")]
public sealed class PageSpeedTests(PageBrowser browser)
{
    const int Tries = 3;

    [Fact]
    public async Task Frames_take_under_50_ms_while_4000_events_a_second_come()
    {
        (double P95, double Work) best = (double.MaxValue, double.MaxValue);
        for (int i = 0; i < Tries && best.P95 >= 50; i++)
        {
            (double p95, double work) = await FramesAsync();
            best = (Math.Min(best.P95, p95), Math.Min(best.Work, work));
        }

        Assert.True(
            best.P95 < 50 || (IsBusy && best.Work < 0.5),
            $"the 95th percentile is {best.P95:0} ms, {best.Work:P0} of a processor was taken");
    }

    static bool IsBusy => double.Parse(
        File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        > Environment.ProcessorCount;

    // The processor time that the page's thread has taken so far.
    static Task<Func<Task<double>>> WorkAsync(IPage page) =>
        PageFigures.MetricAsync(page, "TaskDuration");

    async Task<(double P95, double Work)> FramesAsync()
    {
        using var server = new PageServer();
        PageScene scene = new PageScene().Udp(4_000);
        server.Play(scene.Events.Take(100));
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, 100);
        Func<Task<double>> work = await WorkAsync(page);
        double before = await work();
        Task<double> frames = PageFigures.FramesAsync(page, 3, scrolls: true);
        int at = 100;
        var clock = Stopwatch.StartNew();
        while (!frames.IsCompleted)
        {
            int due = Math.Min(scene.Events.Count, 100 + (int)(clock.ElapsedMilliseconds * 4));
            server.Play(scene.Events.Skip(at).Take(due - at));
            at = due;
            await Task.Delay(20);
        }

        Assert.True(at > 4_000, $"only {at} events were played");
        double p95 = await frames;
        return (p95, (await work() - before) / clock.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_recording_of_100000_events_opens_in_3_seconds_and_20000_are_kept()
    {
        PageScene scene = new PageScene().Udp(16_700);
        Assert.True(scene.Events.Count > 100_000);
        using var server = new PageServer();
        server.Session["mode"] = "replay";
        server.Play(scene.Events);
        long best = long.MaxValue;
        double taken = double.MaxValue;
        for (int i = 0; i < Tries && best >= 3_000; i++)
        {
            IPage page = await browser.OpenAsync(new Uri("about:blank"));
            Func<Task<double>> work = await WorkAsync(page);
            var clock = Stopwatch.StartNew();
            await page.GotoAsync(server.Address.AbsoluteUri);
            await PageBrowser.HeardAsync(page, scene.Events.Count);
            best = Math.Min(best, clock.ElapsedMilliseconds);
            taken = Math.Min(taken, await work());
            await Expect(page.Locator("#counts")).ToContainTextAsync("older not shown");
            string text = await page.Locator("#counts").TextContentAsync() ?? "";
            int[] counts = [.. text.Split(" · ").Select(one =>
                int.Parse(one.Split(' ')[0].Replace(",", "")))];
            Assert.InRange(counts[0], 20_000, 24_000);
            Assert.Equal(scene.Events.Count, counts.Sum());
            Assert.InRange(await page.Locator("#ladder .row").CountAsync(), 5, 40);
        }

        Assert.True(
            best < 3_000 || (IsBusy && taken < 2), $"it took {best} ms, {taken:0.0} s of work");
    }
}
