using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Doorway.Tests.Command;

namespace Doorway.Tests.Watch;

/// <summary>A `doorway watch` with its page, run as a process of its own.</summary>
sealed class WatchProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly HttpClient _http = new() { Timeout = Patience };

    WatchProcess(ChildProcess process, Uri link)
    {
        Process = process;
        Link = link;
    }

    public ChildProcess Process { get; }

    public Uri Link { get; }

    public static async Task<WatchProcess> StartAsync(params string[] arguments) =>
        await ReadyAsync(DoorwayProcess.Start(["watch", .. arguments]));

    public static async Task<WatchProcess> ReadyAsync(ChildProcess process)
    {
        string link = (await process.Output.WaitForAsync(
            @"^(http://127\.0\.0\.1:\d+/[0-9a-f]{32}/)$", Patience)).Groups[1].Value;
        return new WatchProcess(process, new Uri(link));
    }

    public Task<JsonElement> SessionAsync() =>
        _http.GetFromJsonAsync<JsonElement>(new Uri(Link, "session"));

    public Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(new Uri(Link, path));

    public async Task<JsonElement> PostAsync(string control, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Link, control))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Doorway", "1");
        using HttpResponseMessage response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>All events so far, until there is one of a kind.</summary>
    public Task<List<JsonElement>> EventsAsync(Func<JsonElement, bool> isLast) =>
        AllEventsAsync(events => events.Exists(one => isLast(one)));

    public async Task<List<JsonElement>> AllEventsAsync(Func<List<JsonElement>, bool> isEnough)
    {
        HttpResponseMessage response = await _http.GetAsync(
            new Uri(Link, "events"), HttpCompletionOption.ResponseHeadersRead);
        using var stream = new EventStream(response, await response.Content.ReadAsStreamAsync());
        return await stream.ReadAsync(isEnough);
    }

    public async Task<int> StopAsync()
    {
        Process.Signal(ChildProcess.SIGINT);
        return await Process.WaitForExitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }
}
