using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Doorway.Tests.Watch;

/// <summary>Everybody can use it: by keyboard, by ear, from the last row, in the dark.</summary>
[Collection("page")]
public sealed class PageAccessTests(PageBrowser browser)
{
    async Task<IPage> OpenAsync(PageServer server, ColorScheme colors = ColorScheme.Light)
    {
        PageScene scene = new PageScene().Tcp("hello"u8.ToArray(), "HELLO"u8.ToArray());
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address, colors);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        return page;
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_is_15_pixels_high_at_least_and_of_strong_contrast(ColorScheme colors)
    {
        using var server = new PageServer();
        IPage page = await OpenAsync(server, colors);
        string[] small = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("body *")]
              .filter(one => [...one.childNodes].some(c => c.nodeType === 3 && c.data.trim()))
              .filter(one => parseFloat(getComputedStyle(one).fontSize) < 15)
              .map(one => one.outerHTML)
            """);
        Assert.Empty(small);
        string[] faint = await page.EvaluateAsync<string[]>(
            """
            () => {
              const style = getComputedStyle(document.documentElement);
              const light = name => {
                const hex = style.getPropertyValue(name).trim().slice(1);
                const [r, g, b] = [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
                  .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const contrast = (a, b) => {
                const [x, y] = [light(a), light(b)].sort((one, two) => two - one);
                return (x + 0.05) / (y + 0.05);
              };
              const pairs = [["--ink", "--panel", 7], ["--ink", "--mark", 4.5],
                ["--ink", "--lit", 7],
                ["--soft", "--panel", 4.5], ["--soft", "--paper", 4.5], ["--soft", "--lit", 4.5],
                ["--client", "--panel", 4.5], ["--client", "--client-soft", 4.5],
                ["--server", "--panel", 4.5], ["--server", "--server-soft", 4.5],
                ["--bad", "--panel", 4.5], ["--warn", "--panel", 4.5], ["--client", "--mark", 3],
                ["--ink", "--layer-link", 7], ["--ink", "--layer-network", 7],
                ["--ink", "--layer-transport", 7], ["--ink", "--layer-payload", 7]];
              return pairs.filter(([a, b, least]) => contrast(a, b) < least)
                .map(([a, b]) => `${a} on ${b}: ${contrast(a, b).toFixed(2)}`);
            }
            """);
        Assert.Empty(faint);
    }

    [Fact]
    public async Task Every_control_has_a_name_and_is_reached_by_the_keyboard()
    {
        using var server = new PageServer();
        IPage page = await OpenAsync(server);
        string[] nameless = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("button, input, select, a")]
              .filter(one => !(one.labels?.length || one.getAttribute("aria-label")
                || one.textContent.trim()) && !one.classList.contains("field"))
              .map(one => one.outerHTML)
            """);
        Assert.Empty(nameless);
        var reached = new HashSet<string>();
        for (int i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("() => document.activeElement.id"));
        }

        Assert.Superset(
            new HashSet<string>
            {
                "filter", "theme", "help-open", "ladder", "back", "pause", "forward", "slow",
                "speed", "scrubber", "live", "export-svg", "export-markdown", "export-pcapng",
            },
            reached);
    }

    [Fact]
    public async Task The_newest_message_is_said_and_rows_are_told_in_words()
    {
        using var server = new PageServer();
        IPage page = await OpenAsync(server);
        await Expect(page.Locator("#announce")).ToHaveAttributeAsync("aria-live", "polite");
        await Expect(page.Locator("#announce")).ToHaveTextAsync("server: HELLO");
        await Expect(page.Locator("#ladder [role=option]").Last)
            .ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("HELLO"));
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("live again");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_colours_can_be_switched()
    {
        using var server = new PageServer();
        IPage page = await OpenAsync(server);
        string before = await Background(page);
        await page.Locator("#theme").ClickAsync();
        Assert.Equal(before, await Background(page));
        await page.Locator("#theme").ClickAsync();
        Assert.NotEqual(before, await Background(page));
        await page.ReloadAsync();
        await Expect(page.Locator("#theme")).ToHaveTextAsync("Colours: dark");
    }

    static Task<string> Background(IPage page) => page.EvaluateAsync<string>(
        "() => getComputedStyle(document.body).backgroundColor");
}
