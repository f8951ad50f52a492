using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Doorway.Tests.Watch;

/// <summary>What the three views show, and that one thing chosen is marked in all.</summary>
[Collection("page")]
public sealed class PageViewTests(PageBrowser browser)
{
    static PageScene Textbook() => new PageScene().Tcp("hello"u8.ToArray(), "HELLO"u8.ToArray());

    async Task<(PageServer Server, IPage Page)> ShowAsync(
        PageScene scene, Action<JsonObject>? session = null)
    {
        var server = new PageServer();
        session?.Invoke(server.Session);
        server.Play(scene.Events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, scene.Events.Count);
        return (server, page);
    }

    [Fact]
    public async Task The_textbook_exchange_is_drawn_in_all_views()
    {
        (PageServer server, IPage page) = await ShowAsync(Textbook());
        using PageServer _ = server;
        ILocator application = page.Locator("#application");
        await Expect(application).ToContainTextAsync("TCPServer.py");
        await Expect(application).ToContainTextAsync("127.0.0.1:45678");
        await Expect(application).ToContainTextAsync("tcp listening");
        await Expect(application.Locator(".message.client")).ToHaveTextAsync("“hello” →");
        await Expect(application.Locator(".message.server")).ToHaveTextAsync("← “HELLO”");
        await Expect(page.Locator(".row .arrow.server").Last).ToContainTextAsync("5 bytes");
        await Expect(page.Locator("[data-column='tcp server'].made")).ToHaveCountAsync(6);
        await Expect(page.Locator("[data-column='udp server'].made")).ToHaveCountAsync(0);
        await Expect(page.Locator("#real-bytes .octet")).ToHaveCountAsync(71);
    }

    [Fact]
    public async Task Who_is_not_accepted_yet_waits_at_the_door_that_it_came_to()
    {
        const string client = "127.0.0.1:45678";
        var scene = new PageScene();
        scene.Program(1, "TCPServer.py");
        int welcoming = scene.NewSocket();
        scene.Call(1, "bind", welcoming, "tcp", local: "0.0.0.0:12000");
        scene.Call(1, "listen", welcoming, "tcp", local: "0.0.0.0:12000");
        int flow = scene.Flow("tcp", client);
        scene.Frame("tcp", client, "127.0.0.1:12000", "SYN",
            PageScene.Range(flow, "client", 0, 0));
        (PageServer server, IPage page) = await ShowAsync(scene);
        using PageServer _ = server;
        await Expect(page.Locator("#application")).ToContainTextAsync("waits to be accepted");
        await Expect(page.Locator("#application .process.server")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Client_stands_left_and_server_right()
    {
        (PageServer server, IPage page) = await ShowAsync(Textbook());
        using PageServer _ = server;
        LocatorBoundingBoxResult client =
            (await page.Locator(".process.client rect").BoundingBoxAsync())!;
        LocatorBoundingBoxResult served =
            (await page.Locator(".process.server rect").BoundingBoxAsync())!;
        Assert.True(client.X + client.Width < served.X);
        string[] calls = [.. await page.Locator(".cell.server.call b").AllTextContentsAsync()];
        Assert.All(calls, call => Assert.DoesNotContain("connect", call));
    }

    [Fact]
    public async Task A_byte_chosen_in_a_message_is_marked_in_call_segment_and_frame()
    {
        (PageServer server, IPage page) = await ShowAsync(Textbook());
        using PageServer _ = server;
        await page.Locator("#application .message.client .byte").Nth(1).ClickAsync();
        await Expect(page.Locator("#application .byte.marked")).ToHaveTextAsync(["e"]);
        await Expect(page.Locator("#ladder .cell.client .byte.marked")).ToHaveTextAsync(["e"]);
        await Expect(page.Locator("#ladder .cell.server .byte.marked")).ToHaveTextAsync(["e"]);
        await Expect(page.Locator("#ladder .arrow .byte.marked")).ToHaveTextAsync(["e"]);
        ILocator octet = page.Locator("#real-bytes .octet.marked");
        await Expect(octet).ToHaveTextAsync(["65"]);
        await Expect(octet).ToHaveAttributeAsync("data-at", "67");
    }

    [Fact]
    public async Task A_byte_chosen_in_the_frame_is_marked_in_the_message()
    {
        (PageServer server, IPage page) = await ShowAsync(Textbook());
        using PageServer _ = server;
        await page.Locator("#real-bytes [data-at='66']").ClickAsync();
        await Expect(page.Locator("#application .message.server .byte.marked"))
            .ToHaveTextAsync(["H"]);
        await Expect(page.Locator("#application .message.client .byte.marked")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_header_field_stands_over_its_bytes_and_explains_itself()
    {
        (PageServer server, IPage page) = await ShowAsync(Textbook());
        using PageServer _ = server;
        ILocator field = page.Locator(".field", new() { HasText = "Window" });
        LocatorBoundingBoxResult name = (await field.BoundingBoxAsync())!;
        LocatorBoundingBoxResult first =
            (await page.Locator("[data-at='48']").BoundingBoxAsync())!;
        LocatorBoundingBoxResult second =
            (await page.Locator("[data-at='49']").BoundingBoxAsync())!;
        Assert.Equal(first.X, name.X, 1.0);
        Assert.Equal(second.X + second.Width, name.X + name.Width, 1.0);
        await field.HoverAsync();
        await Expect(page.Locator("#real-told")).ToContainTextAsync("What Window means.");
    }

    [Fact]
    public async Task A_lost_datagram_ends_in_a_cross_with_its_fate()
    {
        (PageServer server, IPage page) = await ShowAsync(new PageScene().Udp(3, i => i == 2));
        using PageServer _ = server;
        ILocator lost = page.Locator(".arrow:has(.cross)");
        await Expect(lost).ToHaveCountAsync(1);
        await Expect(lost).ToContainTextAsync("#3 client->server dropped: loss 5%");
        await Expect(lost.Locator(".head")).ToHaveCountAsync(0);
        await Expect(page.Locator("#application .lost")).ToContainTextAsync("lost");
    }

    [Fact]
    public async Task What_was_not_seen_is_drawn_dashed_and_called_inferred()
    {
        var scene = new PageScene();
        scene.Udp(2);
        JsonObject[] calls =
            [.. scene.Events.Where(one => (string?)one["kind"] != "frame")];
        using var server = new PageServer();
        server.Session["sources"]!["frames"] =
            new JsonObject { ["on"] = false, ["why"] = "Capture needs root." };
        server.Play(calls);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, calls.Length);
        ILocator arrows = page.Locator("#ladder .arrow.inferred");
        await Expect(arrows).ToHaveCountAsync(4);
        await Expect(page.Locator("#ladder .arrow.seen")).ToHaveCountAsync(0);
        await Expect(arrows.First).ToContainTextAsync("inferred: 9 bytes");
        Assert.NotEqual("none", await arrows.First.Locator(".shaft").EvaluateAsync<string>(
            "line => getComputedStyle(line).strokeDasharray"));
        await Expect(page.Locator("#why")).ToContainTextAsync("Capture needs root.");
    }

    [Fact]
    public async Task A_receive_window_of_zero_is_shown_and_opens_again()
    {
        var scene = new PageScene();
        int flow = scene.Flow("tcp", "127.0.0.1:40404");
        foreach (int window in (int[])[65536, 32768, 0, 65536])
        {
            JsonObject frame = scene.Frame("tcp", "127.0.0.1:12000", "127.0.0.1:40404", "ACK",
                PageScene.Range(flow, "server", 0, 0), window: window);
            frame["marks"] = window == 0 ? new JsonArray("zeroWindow") : null;
        }

        (PageServer server, IPage page) = await ShowAsync(scene);
        using PageServer _ = server;
        await Expect(page.Locator(".lanes .full")).ToHaveCountAsync(1);
        await Expect(page.Locator("#ladder .mark")).ToHaveTextAsync("no room: window 0");
        ILocator windows = page.Locator(".lanes .window.server");
        string[] widths = await windows.EvaluateAllAsync<string[]>(
            "all => all.map(one => one.getAttribute('width'))");
        Assert.Equal(3, widths.Length);
        Assert.Equal(widths[0], widths[2]);
        Assert.Equal(int.Parse(widths[0]), 2 * int.Parse(widths[1]), 1.0);
    }

    [Fact]
    public async Task A_call_that_waits_counts_its_seconds_until_it_returns()
    {
        var scene = new PageScene().Now();
        int socket = scene.NewSocket();
        scene.Program(1, "TCPServer.py");
        JsonObject waiting = scene.Call(1, "accept4", socket, "tcp", local: "127.0.0.1:12000");
        waiting["waiting"] = true;
        (PageServer server, IPage page) = await ShowAsync(scene);
        using PageServer _ = server;
        ILocator words = page.Locator(".cell .waiting");
        string before = await words.TextContentAsync() ?? "";
        await Expect(words).Not.ToHaveTextAsync(before);
        var returned = (JsonObject)waiting.DeepClone();
        returned["waiting"] = false;
        returned["took"] = 3100.2;
        returned["result"] = 4;
        server.Play([returned]);
        await Expect(page.Locator(".cell .waited")).ToHaveTextAsync("waited 3.10 s");
        await Expect(words).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task After_a_break_the_stream_goes_on_where_it_was()
    {
        var first = new PageScene().Udp(3);
        (PageServer server, IPage page) = await ShowAsync(first);
        using PageServer _ = server;
        server.Break();
        JsonObject[] more = [.. new PageScene().Udp(1).Events];
        server.Play(more);
        await PageBrowser.HeardAsync(page, first.Events.Count + more.Length);
        Assert.Equal($"{first.Events.Count}", server.Resumed.Last());
        await Expect(page.Locator("#counts"))
            .ToHaveTextAsync($"{first.Events.Count + more.Length} events");
    }
}
