using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Doorway.Tests.Watch;

/// <summary>What the page tells of datagrams that nobody received.</summary>
[Collection("page")]
public sealed class PageLossTests(PageBrowser browser)
{
    const string NotArrived = "not seen to arrive";
    const string Server = "127.0.0.1:12000";

    // Each datagram has its number; receives of those that got lost are taken out.
    static List<JsonObject> Datagrams(int count, params int[] lost)
    {
        List<JsonObject> events = [.. new PageScene().Udp(count).Events];
        var order = new Dictionary<(string, long), int>();
        foreach (JsonObject seen in events)
        {
            if (seen["range"] is JsonObject range)
            {
                (string, long) key = ((string)range["from"]!, (long)range["offset"]!);
                _ = order.TryAdd(key, order.Count(one => one.Key.Item1 == key.Item1) + 1);
                range["datagram"] = order[key];
            }
        }

        events.RemoveAll(one => (string?)one["call"] == "recvfrom"
            && (int)one["process"]! == 1 && lost.Contains((int)one["range"]!["datagram"]!));
        return events;
    }

    async Task<IPage> ShowAsync(PageServer server, List<JsonObject> events)
    {
        server.Play(events);
        IPage page = await browser.OpenAsync(server.Address);
        await PageBrowser.HeardAsync(page, events.Count);
        return page;
    }

    [Fact]
    public async Task A_datagram_that_was_overtaken_and_never_received_is_said_not_to_arrive()
    {
        using var server = new PageServer();
        IPage page = await ShowAsync(server, Datagrams(3, lost: 2));
        ILocator missed = page.Locator("#ladder .arrow:has(.head.open)");
        await Expect(missed).ToHaveCountAsync(1);
        await Expect(page.Locator("#ladder .row:has(.head.open)"))
            .ToContainTextAsync("message 1");
        await Expect(missed.Locator(".mark")).ToHaveTextAsync(NotArrived);
        // Before that could be known, nothing is said.
        for (int i = 0; i < 6; i++)
        {
            await page.Keyboard.PressAsync("ArrowLeft");
        }

        await Expect(page.Locator("#ladder .head.open")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_still_in_the_queue_of_a_closed_socket_never_arrives()
    {
        using var server = new PageServer();
        List<JsonObject> events = Datagrams(2, lost: 2);
        IPage page = await ShowAsync(server, events);
        await Expect(page.Locator("#ladder .arrow.seen")).ToHaveCountAsync(4);
        await Expect(page.Locator("#ladder .head.open")).ToHaveCountAsync(0);
        var scene = new PageScene().Now();
        _ = scene.NewSocket();
        server.Play([scene.Call(1, "close", 1, "udp", local: Server)]);
        await Expect(page.Locator("#ladder .head.open")).ToHaveCountAsync(1);
        await Expect(page.Locator("#application")).ToContainTextAsync(NotArrived);
    }

    [Fact]
    public async Task A_late_arrival_takes_it_back()
    {
        using var server = new PageServer();
        List<JsonObject> events = Datagrams(3);
        JsonObject late = events.First(one => (string?)one["call"] == "recvfrom"
            && (int)one["process"]! == 1 && (int)one["range"]!["datagram"]! == 2);
        events.Remove(late);
        IPage page = await ShowAsync(server, events);
        await Expect(page.Locator("#ladder .head.open")).ToHaveCountAsync(1);
        server.Play([late]);
        await Expect(page.Locator("#ladder .head.open")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Of_a_receiver_who_is_not_watched_nothing_is_said()
    {
        using var server = new PageServer();
        List<JsonObject> events = [.. Datagrams(3)
            .Where(one => (int?)one["process"] != 1)];
        IPage page = await ShowAsync(server, events);
        await Expect(page.Locator("#ladder .arrow.seen")).ToHaveCountAsync(6);
        await Expect(page.Locator("#ladder .head.open")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_port_where_nobody_is_refuses_the_datagram()
    {
        using var server = new PageServer();
        List<JsonObject> events = [.. Datagrams(1).Where(one => (int?)one["process"] != 1)];
        events.RemoveAll(one => (string?)one["range"]?["from"] == "server");
        var scene = new PageScene().Now();
        JsonObject refusal = scene.Frame(
            "icmp", "127.0.0.1", "127.0.0.1", "", PageScene.Range(1, "server", 0, 0));
        refusal["marks"] = new JsonArray("refusal");
        refusal["payloadAt"] = 0;
        refusal["length"] = null;
        events.Add(refusal);
        server.Full = seen =>
        {
            JsonObject full = PageScene.Full(seen);
            full["bytes"] = Convert.ToBase64String(new byte[70]);
            full["fields"] = new JsonArray(new JsonObject
            {
                ["layer"] = "Ethernet",
                ["name"] = "Destination",
                ["value"] = "x",
                ["bit"] = 0,
                ["bits"] = 62 * 8,
                ["note"] = "x",
            });
            return full;
        };
        IPage page = await ShowAsync(server, events);
        await Expect(page.Locator("#ladder .head.open")).ToHaveCountAsync(1);
        await Expect(page.Locator("#application")).ToContainTextAsync("nobody is there");
        // No text over its headers, which would hide them.
        await Expect(page.Locator("#real-bytes .character")).ToHaveCountAsync(8);
    }
}
