using System.Globalization;
using System.Text.Json;
using Doorway.Tests.Command;
using Microsoft.Playwright;

namespace Doorway.Tests.Watch;

/// <summary>A minute of heavy traffic, the page open all the time.</summary>
[Collection("page")]
public sealed class PageLoadTests(PageBrowser browser, ITestOutputHelper output)
{
    const int Seconds = 60;
    const int Rate = 10_000;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(Seconds + 60);

    [Fact, Trait("Category", "Soak")]
    public async Task A_minute_of_10000_messages_a_second_leaves_the_page_quick_and_memory_bounded()
    {
        await using DoorwayProcess serve =
            await DoorwayProcess.ServeAsync("udp://127.0.0.1:0");
        string server = serve.Addresses[0];
        await using WatchProcess watch = await WatchProcess.StartAsync(
            "--ports", server[(server.LastIndexOf(':') + 1)..]);
        IPage page = await browser.OpenAsync(watch.Link);
        await using ChildProcess bench = DoorwayProcess.Start(
            "bench", server, "--rate", $"{Rate}", "--duration", $"{Seconds}s", "--warm-up", "1s",
            "--json");
        await PageBrowser.HeardAsync(page, 1_000);
        Func<Task<double>> used = await PageFigures.MetricAsync(page, "JSHeapUsedSize");
        Task<double> p95 = PageFigures.FramesAsync(page, Seconds - 5, scrolls: false);
        double heap = 0;
        long memory = 0;
        while (!p95.IsCompleted)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            heap = Math.Max(heap, await used());
            memory = Math.Max(memory, Resident(watch.Process.Id));
        }

        await bench.WaitForExitAsync(Patience);
        double answered = JsonDocument.Parse(bench.Output.Text).RootElement
            .GetProperty("answersPerSecond").GetDouble();
        string counts = await page.Locator("#counts").TextContentAsync() ?? "";
        output.WriteLine($"95 of 100 frames under {await p95:0.0} ms; the page's heap "
            + $"{heap / 1e6:0} MB, watch {memory / 1e6:0} MB; {answered:0}/s answered; {counts}");
        Assert.True(await p95 < 50, $"{await p95:0} ms");
        Assert.Contains("not shown", counts);
        Assert.InRange(heap, 0, 200e6);
        Assert.InRange(memory, 0, 500_000_000);
        Assert.InRange(answered, Rate * 0.9, Rate * 1.1);
    }

    // Pages of 4 KiB, the second number (proc(5), statm).
    static long Resident(int process) => long.Parse(
        File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture)
        * Environment.SystemPageSize;
}
