using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Doorway.Tests.Watch;

/// <summary>Whatever a peer sends stays text.</summary>
[Collection("page")]
public sealed class PageHostileTests(PageBrowser browser)
{
    static readonly string[] Dangerous =
    [
        "<script>window.bad=1</script>", "<img src=x onerror=window.bad=1>",
        "\"><svg onload=window.bad=1>", "'><iframe srcdoc='<script>parent.bad=1</script>'>",
        "</text></svg><script>window.bad=1</script>", "<!--<b>", "]]><script>bad=1</script>",
        "javascript:window.bad=1", "<math><mi xlink:href='javascript:bad=1'>x",
        "<style>*{display:none}</style>", "<base href=//example.invalid/>",
        "<a href=javascript:bad=1>x</a>", "&lt;b&gt;&#60;i&#62;", "<form><button formaction=x>",
        "<object data=x>", "<embed src=x>", "<meta http-equiv=refresh content=0>",
        "<template><script>bad=1</script></template>", "${bad=1}", "{{bad=1}}",
    ];

    [Fact]
    public async Task Markup_from_a_peer_is_shown_as_text_everywhere()
    {
        var scene = new PageScene();
        foreach (string text in Dangerous)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            scene.Tcp(bytes, bytes, name: text);
            scene.Add("notice", new JsonObject { ["words"] = text, ["missing"] = 1 });
            scene.Add("fate", new JsonObject { ["words"] = text, ["change"] = true });
            scene.Add("program", new JsonObject
            {
                ["process"] = 1,
                ["name"] = text,
                ["step"] = "ended",
                ["how"] = text,
            });
            JsonObject call = scene.Call(1, text, 1, "tcp", bytes, peer: text, local: text);
            call["error"] = text;
            call["args"] = text;
        }

        using var server = new PageServer();
        server.Session["title"] = Dangerous[0];
        server.Session["sources"]!["frames"]!["why"] = Dangerous[1];
        server.Full = seen =>
        {
            JsonObject full = PageScene.Full(seen);
            foreach (JsonNode? field in (JsonArray)full["fields"]!)
            {
                field!["name"] = field["value"] = field["note"] = field["layer"] = Dangerous[2];
            }

            return full;
        };
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        await page.Keyboard.PressAsync("ArrowLeft");
        for (int i = 0; i < 24; i++)
        {
            await page.Keyboard.PressAsync("ArrowLeft");
        }

        await Expect(page.Locator("#title")).ToHaveTextAsync(Dangerous[0]);
        await Expect(page.Locator("#application"))
            .ToContainTextAsync("<template><script>bad=1</script></templa…");
        await Expect(page.Locator("#real-info")).Not.ToBeEmptyAsync();
        Assert.False(await page.EvaluateAsync<bool>("() => 'bad' in window"));
        // Nothing but what the page makes itself: not one element of theirs.
        Assert.Equal(0, await page.Locator(
            "iframe, object, embed, form:not([id]), base, math, template, style, img:not([alt=''])")
            .CountAsync());
        Assert.Equal(1, await page.Locator("script").CountAsync());
        Assert.All(requests, url => Assert.StartsWith(server.Address.AbsoluteUri, url));
    }

    [Fact]
    public async Task Control_bidi_and_zero_width_characters_are_shown_as_escapes()
    {
        byte[] text = [.. "a\0\u001b[31m\n\u202eb\u200b\u2066"u8, 0xff, 0xc0, 0xe2, 0x80];
        PageScene scene = new PageScene().Tcp(text, text, name: "x\u202etxt.exe\u0007");
        using var server = new PageServer();
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        await Expect(page.Locator("#application .message.client"))
            .ToContainTextAsync(@"“a\0\e[31m\n\u{202e}b");
        Assert.Contains(
            await page.Locator("#ladder .row").EvaluateAllAsync<string[]>(
                "all => all.map(one => one.ariaLabel)"),
            words => words.Contains(@"a\0\e[31m\n\u{202e}b\u{200b}\u{2066}\xff\xc0\xe2\x80"));
        await Expect(page.Locator("#application")).ToContainTextAsync(@"x\u{202e}txt.exe\x07");
        string all = await page.Locator("body").InnerTextAsync();
        Assert.DoesNotContain(all, one => one is '\u202e' or '\u200b' or '\u2066' or '\0'
            or '\u001b' or '\u0007');
    }

    [Fact]
    public async Task Escapes_wide_signs_and_piled_up_marks_stay_in_their_place()
    {
        byte[] controls = [.. Enumerable.Range(0, 32).Select(one => (byte)one)];
        byte[] wide = Encoding.UTF8.GetBytes(new string('\u65e5', 40));
        byte[] marks = Encoding.UTF8.GetBytes("a" + new string('\u0301', 60));
        using var server = new PageServer();
        var scene = new PageScene();
        int flow = scene.Flow("udp", "127.0.0.1:50123");
        foreach (byte[] text in (byte[][])[controls, wide, marks])
        {
            scene.Frame("udp", "127.0.0.1:50123", "127.0.0.1:12000", "",
                PageScene.Range(flow, "client", 0, text.Length), text);
        }

        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await Expect(page.Locator("#ladder .arrow")).ToHaveCountAsync(3);
        string[] outside = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("#ladder .label")].filter(label => {
              const [own, room] = [label, label.closest("svg")].map(
                one => one.getBoundingClientRect());
              return own.left < room.left || own.right > room.right;
            }).map(label => label.textContent)
            """);
        Assert.Empty(outside);
        await Expect(page.Locator("#application .message")).ToContainTextAsync("\\u{301}");
    }

    [Fact]
    public async Task A_line_of_64_KiB_neither_breaks_the_layout_nor_stops_the_page()
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<a>", 21845)));
        PageScene scene = new PageScene().Tcp(text, text);
        using var server = new PageServer();
        server.Full = seen =>
        {
            JsonObject full = PageScene.Full(seen);
            full["bytes"] = Convert.ToBase64String(text);
            return full;
        };
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        await Expect(page.Locator("#application .message.client")).ToContainTextAsync("<a><a>");
        await Expect(page.Locator("#real-bytes")).ToContainTextAsync("65,535 bytes in all");
        Assert.Equal(1280, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(800, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
    }
}
