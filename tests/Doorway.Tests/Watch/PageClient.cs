using System.Net;
using System.Text;
using System.Text.Json;
using Doorway.Cli.Watching;

namespace Doorway.Tests.Watch;

/// <summary>Asks the page's server as a browser does, or as none would.</summary>
sealed class PageClient : IAsyncDisposable
{
    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    PageClient(WatchApp app) => App = app;

    public WatchApp App { get; }

    public static async Task<PageClient> StartAsync(WatchSession session) =>
        new(await WatchApp.StartAsync(
            session, cancellation: TestContext.Current.CancellationToken));

    public Task<HttpResponseMessage> GetAsync(
        string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, new Uri(App.Link, path), null, headers);

    public Task<HttpResponseMessage> PostAsync(
        string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, new Uri(App.Link, path), body, headers);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri uri, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, uri);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach ((string name, string value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = new(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> JsonAsync(string path)
    {
        using HttpResponseMessage response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonAsync(response);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken)).RootElement;

    /// <summary>The messages of the stream, until enough events (or the end) have come.</summary>
    public async Task<EventStream> StreamAsync(
        string query = "", params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = await GetAsync("events" + query, headers);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        return new EventStream(response, await response.Content.ReadAsStreamAsync(
            TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await App.DisposeAsync();
    }
}

/// <summary>Server-sent events as they come.</summary>
sealed class EventStream(HttpResponseMessage response, Stream stream) : IDisposable
{
    readonly StreamReader _lines = new(stream);

    /// <summary>The id of the last message.</summary>
    public long LastId { get; private set; }

    /// <summary>Whether the end was told.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The events of the next messages, until one says that it is enough.</summary>
    public async Task<List<JsonElement>> ReadAsync(Func<List<JsonElement>, bool> isEnough)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        var events = new List<JsonElement>();
        while (!isEnough(events))
        {
            string line = await _lines.ReadLineAsync(deadline.Token)
                ?? throw new EndOfStreamException();
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                LastId = long.Parse(line[4..]);
            }
            else if (line.StartsWith("data: [", StringComparison.Ordinal))
            {
                events.AddRange(JsonDocument.Parse(line[6..]).RootElement.EnumerateArray());
            }

            IsEnded |= line == "event: end";
        }

        return events;
    }

    public void Dispose()
    {
        _lines.Dispose();
        response.Dispose();
    }
}
