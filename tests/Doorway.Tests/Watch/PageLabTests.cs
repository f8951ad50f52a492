using System.Xml.Linq;
using Doorway.Tests.Command;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Doorway.Tests.Watch;

/// <summary>What a student does with the real command and a real browser.</summary>
[Collection("page")]
public sealed class PageLabTests(PageBrowser browser)
{
    static async Task<Uri> LinkAsync(DoorwayProcess watch) =>
        new((await watch.Output.WaitForAsync(@"http://127\.0\.0\.1:\d+/\w+/")).Value);

    static async Task AskAsync(IPage page, string transport, string text)
    {
        await page.Locator("#ask-transport").SelectOptionAsync(transport);
        await page.Locator("#ask-text").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }

    static async Task<byte[]> TakeAsync(IPage page, string button)
    {
        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => page.Locator(button).ClickAsync());
        using var bytes = new MemoryStream();
        await using Stream stream = await download.CreateReadStreamAsync();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    [Fact]
    public async Task A_student_asks_chooses_steps_loses_records_and_replays()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("doorway-page-");
        string file = Path.Combine(folder.FullName, "talk.pcapng");
        try
        {
            await using (DoorwayProcess watch = DoorwayProcess.Start("watch", "--record", file))
            {
                IPage page = await browser.OpenAsync(await LinkAsync(watch));
                await LabAsync(page);
                watch.Signal(ChildProcess.SIGINT);
                await watch.WaitForExitAsync(TimeSpan.FromSeconds(20));
            }

            await using DoorwayProcess again = DoorwayProcess.Start("watch", file);
            IPage replay = await browser.OpenAsync(await LinkAsync(again));
            await Expect(replay.Locator("#kind")).ToHaveTextAsync("replay");
            await Expect(replay.Locator("#application")).ToContainTextAsync("stream");
            await Expect(replay.Locator("#ask")).ToBeHiddenAsync();
            await replay.Keyboard.PressAsync("Home");
            await Expect(replay.Locator("#application"))
                .Not.ToContainTextAsync("stream");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task LabAsync(IPage page)
    {
        await AskAsync(page, "tcp", "stream");
        await Expect(page.Locator("#answer")).ToHaveTextAsync("STREAM");
        await AskAsync(page, "udp", "hello");
        await Expect(page.Locator("#answer")).ToHaveTextAsync("HELLO");
        await page.Locator("#filter").FillAsync("text:hello");
        await page.Keyboard.PressAsync("Escape");
        ILocator message = page.Locator(
            "#application .message.client", new() { HasText = "hello" }).First;
        await message.Locator(".byte", new() { HasText = "h" }).ClickAsync();
        await Expect(page.Locator("#application .message.client .byte.marked"))
            .ToHaveTextAsync(["h"]);
        await Expect(page.Locator("#ladder .cell.client .byte.marked")).ToHaveTextAsync(["h"]);
        bool framesSeen = await page.Locator("#source-frames .on").CountAsync() > 0;
        string arrow = framesSeen ? "seen" : "inferred";
        await Expect(page.Locator($"#ladder .arrow.{arrow} .byte.marked"))
            .ToHaveTextAsync(["h"]);
        if (framesSeen)
        {
            await Expect(page.Locator("#real-bytes .octet.marked")).ToHaveTextAsync(["68"]);
        }

        await page.Locator("#filter").FillAsync("");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-mode", "paused");
        await page.Keyboard.PressAsync("l");
        await LoseAsync(page);
        XElement.Parse(System.Text.Encoding.UTF8.GetString(await TakeAsync(page, "#export-svg")));
        byte[] recording = await TakeAsync(page, "#export-pcapng");
        Assert.Equal("0A0D0D0A", Convert.ToHexString(recording, 0, 4));
    }

    static async Task LoseAsync(IPage page)
    {
        await page.Locator("#link summary").ClickAsync();
        await page.Locator("#link-loss").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(page.Locator("#link-command")).ToContainTextAsync("--loss both:100%");
        await AskAsync(page, "udp", "into the void");
        await Expect(page.Locator("#ladder .arrow:has(.cross)")).ToHaveCountAsync(1);
        await Expect(page.Locator("#ladder .arrow:has(.cross)"))
            .ToContainTextAsync("dropped: loss");
        await Expect(page.Locator("#application .lost")).ToHaveCountAsync(1);
        await Expect(page.Locator("#answer")).ToContainTextAsync("no answer");
    }
}
