using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Doorway.Tests.Watch;

/// <summary>Time and filter, by the keyboard alone.</summary>
[Collection("page")]
public sealed class PageTimeTests(PageBrowser browser)
{
    [Fact]
    public async Task Keys_step_back_and_on_pause_and_go_live()
    {
        PageScene scene = new PageScene().Tcp("hello"u8.ToArray(), "HELLO"u8.ToArray());
        using var server = new PageServer();
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        int last = scene.Events.Count;
        await PageBrowser.HeardAsync(page, last);
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.Locator("#position")).ToContainTextAsync($"{last - 1} / {last}");
        await Expect(page.Locator(".row.chosen")).ToHaveCountAsync(1);
        for (int i = 0; i < 5; i++)
        {
            await page.Keyboard.PressAsync("ArrowLeft");
        }

        // The question was sent, and nothing later is shown.
        await Expect(page.Locator("#application .message.client")).ToHaveCountAsync(1);
        await Expect(page.Locator("#application .message.server")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-column='tcp client'].lit")).ToHaveTextAsync("1");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#application .message.server")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Home");
        await Expect(page.Locator("#ladder .row")).ToHaveCountAsync(1);
        // What comes while it is paused waits.
        server.Play(new PageScene().Udp(1).Events);
        await PageBrowser.HeardAsync(page, last + 1);
        await Expect(page.Locator("#ladder .row")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("l");
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-mode", "live");
        await Expect(page.Locator("#application")).ToContainTextAsync("127.0.0.1:50123");
        await page.Keyboard.PressAsync(" ");
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-mode", "paused");
    }

    [Fact]
    public async Task Slow_motion_shows_one_event_after_another()
    {
        using var server = new PageServer();
        PageScene scene = new PageScene().Udp(2);
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        await page.EvaluateAsync(
            """
            () => {
              window.places = [];
              new MutationObserver(() => window.places.push(
                parseInt(document.getElementById("position").textContent)))
                .observe(document.getElementById("position"), { childList: true });
            }
            """);
        await page.Locator("#speed").SelectOptionAsync("2");
        await page.Keyboard.PressAsync("s");
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-mode", "slow");
        await Expect(page.Locator("#position")).ToContainTextAsync(
            $"{scene.Events.Count} / ", new() { Timeout = 15_000 });
        int[] places = [.. (await page.EvaluateAsync<int[]>("() => window.places"))
            .SkipWhile(place => place == scene.Events.Count).Distinct()];
        Assert.Equal(places.Order(), places);
        Assert.InRange(places[0], 0, 3);
        Assert.InRange(places.Length, scene.Events.Count / 2, scene.Events.Count);
    }

    [Fact]
    public async Task A_recording_is_played_from_its_beginning_to_its_end()
    {
        using var server = new PageServer();
        server.Session["mode"] = "replay";
        PageScene scene = new PageScene().Udp(20);
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        ILocator play = page.Locator("#pause");
        await Expect(play).ToHaveTextAsync("Play");
        await Expect(page.Locator("#live")).ToHaveTextAsync("To the end");
        await page.Locator("#speed").SelectOptionAsync("5");
        await page.Locator("#ladder").FocusAsync();
        await page.Keyboard.PressAsync(" ");
        await Expect(play).ToHaveTextAsync("Pause");
        await Expect(page.Locator("#position")).ToContainTextAsync(
            new System.Text.RegularExpressions.Regex("^[0-9] / "));
        await Expect(page.Locator("#position")).ToContainTextAsync($"{scene.Events.Count} / ");
        await Expect(play).ToHaveTextAsync("Play");
    }

    [Fact]
    public async Task Processes_without_a_socket_that_come_and_go_are_one_row()
    {
        using var server = new PageServer();
        var scene = new PageScene();
        scene.Program(1, "shim.sh");
        for (int i = 0; i < 10; i++)
        {
            scene.Add("program", new()
            {
                ["process"] = 50 + i,
                ["parent"] = 1,
                ["name"] = "sed",
                ["step"] = "forked"
            });
            scene.Add("program", new()
            {
                ["process"] = 50 + i,
                ["parent"] = 1,
                ["name"] = "sed",
                ["step"] = "ended",
                ["how"] = "exited with 0"
            });
        }

        scene.Udp(1);
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        ILocator first = page.Locator("#ladder .row").Nth(1);
        await Expect(first).ToContainTextAsync("exited with 0 · sed · 19 more");
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#position")).ToContainTextAsync("21 / ");
    }

    [Fact]
    public async Task A_filter_leaves_what_matches_by_text_peer_and_port()
    {
        using var server = new PageServer();
        PageScene scene = new PageScene().Udp(2);
        scene.Tcp("hello"u8.ToArray(), "HELLO"u8.ToArray());
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        ILocator arrows = page.Locator("#ladder .arrow");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("text:message");
        await Expect(arrows).ToHaveCountAsync(4);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#filter")).Not.ToBeFocusedAsync();
        await Expect(page.Locator("#filter")).ToHaveValueAsync("text:message");
        await page.Locator("#filter").FillAsync("text:hello");
        await Expect(arrows).ToHaveCountAsync(2);
        await page.Locator("#filter").FillAsync("port:45678 syn");
        await Expect(arrows).ToHaveCountAsync(2);
        await page.Locator("#filter").FillAsync("peer:127.0.0.1:50123");
        await Expect(arrows).ToHaveCountAsync(4);
        await Expect(page.Locator("#application")).Not.ToContainTextAsync("127.0.0.1:45678");
        await page.Locator("#filter").FillAsync("nothing has this");
        await Expect(page.Locator("#ladder .row")).ToHaveCountAsync(0);
    }
}
