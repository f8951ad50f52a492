using System.Xml.Linq;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Doorway.Tests.Watch;

/// <summary>What can be taken away.</summary>
[Collection("page")]
public sealed class PageExportTests(PageBrowser browser)
{
    static async Task<string> TakeAsync(IPage page, string button)
    {
        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => page.Locator(button).ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        return await reader.ReadToEndAsync();
    }

    [Fact]
    public async Task The_ladder_is_an_SVG_file_of_its_own()
    {
        PageScene scene = new PageScene().Tcp("<b>|x"u8.ToArray(), "<B>|X"u8.ToArray());
        using var server = new PageServer();
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        XElement picture = XElement.Parse(await TakeAsync(page, "#export-svg"));
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(svg + "svg", picture.Name);
        string[] texts = [.. picture.Descendants(svg + "text").Select(one => one.Value)];
        Assert.Contains(texts, text => text.StartsWith("SYN ACK"));
        Assert.Contains(texts, text => text.Contains("“<b>|x”"));
        // It looks the same without the page's style sheet.
        Assert.DoesNotContain(picture.Descendants(), one => one.Attribute("class") is not null);
        Assert.All(picture.Descendants(svg + "path"),
            head => Assert.StartsWith("rgb", (string?)head.Attribute("fill")));
        await Expect(page.Locator("svg.export")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_table_is_Markdown_that_no_message_can_break()
    {
        PageScene scene = new PageScene().Tcp(
            "a|b`c`<i>[x](y)\n|"u8.ToArray(), "A|B`C`<I>[X](Y)\n|"u8.ToArray());
        using var server = new PageServer();
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        string[] lines = (await TakeAsync(page, "#export-markdown")).TrimEnd('\n').Split('\n');
        Assert.Equal("| n | time | who | what | bytes | text |", lines[0]);
        Assert.All(lines, line => Assert.Equal(7, line.Replace("\\|", "").Count(c => c == '|')));
        Assert.Contains(lines, line => line.Contains("sendto(3)")
            && line.EndsWith(@"| a\|b\`c\`&lt;i&gt;\[x\](y)\\n\| |"));
        Assert.DoesNotContain(lines, line => line.Contains("<i>"));
    }

    [Fact]
    public async Task The_recording_is_a_link()
    {
        using var server = new PageServer();
        IPage page = await browser.OpenAsync(server.Address);
        await Expect(page.Locator("#export-pcapng")).ToHaveAttributeAsync("href", "./recording");
    }
}
