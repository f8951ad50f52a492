using Doorway.Tests.Command;
using Microsoft.Playwright;

namespace Doorway.Tests.Watch;

/// <summary>The system's Chromium, started once for all tests of the page.</summary>
public sealed class PageBrowser : IAsyncLifetime
{
    IPlaywright? _playwright;
    IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(15_000);
        _playwright = await Playwright.CreateAsync();
        try
        {
            _browser = await LaunchAsync(Environment.UserName == "root" ? ["--no-sandbox"] : []);
        }
        catch (PlaywrightException)
        {
            // Where no user namespace can be had there is no sandbox; all pages here are ours.
            _browser = await LaunchAsync(["--no-sandbox"]);
        }
    }

    Task<IBrowser> LaunchAsync(string[] arguments) => _playwright!.Chromium.LaunchAsync(
        new() { ExecutablePath = Programs.Find("chromium"), Args = arguments });

    /// <summary>
    /// A page that shows what a server plays; it is 1280 by 800. The page before it is closed.
    /// </summary>
    public async Task<IPage> OpenAsync(
        Uri address, ColorScheme colors = ColorScheme.Light)
    {
        foreach (IBrowserContext old in _browser!.Contexts.ToArray())
        {
            await old.CloseAsync();
        }

        IBrowserContext context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = 1280, Height = 800 },
            ColorScheme = colors,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(15_000);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    /// <summary>Waits until the page has heard of an event.</summary>
    public static async Task HeardAsync(IPage page, int number)
    {
        long deadline = Environment.TickCount64 + 20_000;
        while (Environment.TickCount64 < deadline)
        {
            if (int.TryParse(
                await page.Locator("body").GetAttributeAsync("data-events"), out int last)
                && last >= number)
            {
                return;
            }

            await Task.Delay(20);
        }

        Assert.Fail($"the page did not hear of event {number}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>All tests of the page share one browser.</summary>
[CollectionDefinition("page")]
public sealed class PageTests : ICollectionFixture<PageBrowser>;
