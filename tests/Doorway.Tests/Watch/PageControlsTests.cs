using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Doorway.Tests.Watch;

/// <summary>What can be done from the page, and what it asks the server for.</summary>
[Collection("page")]
public sealed class PageControlsTests(PageBrowser browser)
{
    static JsonObject Lab()
    {
        JsonObject session = PageScene.Session();
        session["lab"] = true;
        session["transports"] = new JsonArray("udp", "tcp");
        session["serverMode"] = "concurrent";
        session["link"] = JsonNode.Parse(
            """
            {"impairments":[{"name":"loss","unit":"%","min":0,"max":100,"value":0,
              "transports":["udp"]}],"command":"doorway link a b"}
            """);
        return session;
    }

    [Fact]
    public async Task A_line_is_asked_and_its_answer_shown()
    {
        using var server = new PageServer(Lab());
        server.Answer = (_, body) => new JsonObject
        {
            ["answer"] = ((string)body["text"]!).ToUpperInvariant(),
            ["error"] = null,
            ["answers"] = new JsonArray(),
        };
        IPage page = await browser.OpenAsync(server.Address);
        await Expect(page.Locator("#ask")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.TypeAsync("hello <b>");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#answer")).ToHaveTextAsync("HELLO <B>");
        Assert.True(server.Posts.TryDequeue(out (string Path, JsonNode Body, string? Mark) post));
        Assert.Equal("ask", post.Path);
        Assert.Equal("1", post.Mark);
        Assert.Equal("udp", (string?)post.Body["transport"]);
        Assert.Equal("hello <b>", (string?)post.Body["text"]);
        Assert.Equal(1, (int?)post.Body["clients"]);
    }

    [Fact]
    public async Task A_slider_changes_the_link_and_shows_the_command()
    {
        using var server = new PageServer(Lab());
        server.Answer = (_, body) =>
        {
            JsonNode link = server.Session["link"]!;
            link["impairments"]![0]!["value"] = body["value"]!.DeepClone();
            link["command"] = $"doorway link a b --loss {body["value"]}%";
            return link.DeepClone();
        };
        IPage page = await browser.OpenAsync(server.Address);
        await page.Locator("#link summary").ClickAsync();
        await page.Locator("#link-loss").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(page.Locator("#link-command"))
            .ToHaveTextAsync("doorway link a b --loss 100%");
        await Expect(page.Locator("#link-summary")).ToHaveTextAsync("loss 100 %");
        Assert.True(server.Posts.TryDequeue(out (string Path, JsonNode Body, string? Mark) post));
        Assert.Equal(
            """{"direction":"both","name":"loss","value":100}""", post.Body.ToJsonString());
    }

    [Fact]
    public async Task The_server_can_be_made_iterative()
    {
        using var server = new PageServer(Lab());
        server.Answer = (_, body) =>
        {
            server.Session["serverMode"] = body["mode"]!.DeepClone();
            return new JsonObject { ["serverMode"] = body["mode"]!.DeepClone() };
        };
        IPage page = await browser.OpenAsync(server.Address);
        await page.Locator("#mode-iterative").ClickAsync();
        await Expect(page.Locator("#mode-iterative")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.True(server.Posts.TryDequeue(out (string Path, JsonNode Body, string? Mark) post));
        Assert.Equal("""{"mode":"iterative"}""", post.Body.ToJsonString());
    }

    [Fact]
    public async Task What_is_typed_goes_to_the_program_that_was_picked()
    {
        JsonObject session = PageScene.Session();
        session["programs"] = JsonNode.Parse(
            """
            [{"process":11,"name":"a server","canType":false},
             {"process":12,"name":"a client","canType":true}]
            """);
        using var server = new PageServer(session);
        IPage page = await browser.OpenAsync(server.Address);
        await page.Locator("#type-text").FillAsync("hello");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#type-text")).ToHaveValueAsync("");
        await page.Locator("#type-end").ClickAsync();
        Assert.True(SpinWait.SpinUntil(() => server.Posts.Count == 2, TimeSpan.FromSeconds(10)));
        Assert.Equal(
            [
                """{"process":12,"text":"hello\n","end":false}""",
                """{"process":12,"text":"","end":true}""",
            ],
            server.Posts.Select(post => post.Body.ToJsonString()));
    }
}
