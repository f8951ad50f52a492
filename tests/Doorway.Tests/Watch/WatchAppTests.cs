using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Doorway.Watch;

namespace Doorway.Tests.Watch;

/// <summary>The page's server: who is let in, and what is answered.</summary>
public sealed class WatchAppTests : IAsyncLifetime
{
    readonly ShownSession _session = new();
    PageClient _page = null!;

    public async ValueTask InitializeAsync() => _page = await PageClient.StartAsync(_session);

    [Fact]
    public async Task It_listens_on_loopback_alone()
    {
        Assert.Equal("127.0.0.1", _page.App.Link.Host);
        using var other = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(
            () => other.ConnectAsync(IPAddress.Parse("127.0.0.2"), _page.App.Port));
    }

    [Fact]
    public async Task Without_the_token_nothing_is_told()
    {
        foreach (string path in (string[])["/", "/session", $"/{new string('0', 32)}/session",
            "/events", _page.App.Link.AbsolutePath[..^2] + "/session", "/%2f/", "//"])
        {
            using HttpResponseMessage response = await _page.SendAsync(
                HttpMethod.Get, new Uri($"http://127.0.0.1:{_page.App.Port}{path}"), null);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("Host", "doorway.example:PORT")]
    [InlineData("Host", "127.0.0.1:1")]
    [InlineData("Host", "127.0.0.1")]
    [InlineData("Host", "127.0.0.1.doorway.example:PORT")]
    [InlineData("Origin", "http://doorway.example")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "https://127.0.0.1:PORT")]
    [InlineData("Origin", "null")]
    public async Task Another_Host_or_Origin_is_refused(string header, string value)
    {
        value = value.Replace("PORT", _page.App.Port.ToString(), StringComparison.Ordinal);
        using HttpResponseMessage response = await _page.GetAsync("session", (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using HttpResponseMessage posted = await _page.PostAsync(
            "type", """{"process":7,"text":"x"}""", (header, value), ("X-Doorway", "1"));
        Assert.Equal(HttpStatusCode.Forbidden, posted.StatusCode);
        Assert.Empty(_session.Typed);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task The_names_of_loopback_are_let_in(string host)
    {
        string own = $"{host}:{_page.App.Port}";
        using HttpResponseMessage response = await _page.GetAsync(
            "session", ("Host", own), ("Origin", $"http://{own}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_request_without_a_Host_or_with_two_is_refused()
    {
        foreach (string hosts in (string[])["",
            $"Host: 127.0.0.1:{_page.App.Port}\r\nHost: doorway.example\r\n"])
        {
            using var raw = new TcpClient();
            await raw.ConnectAsync(IPAddress.Loopback, _page.App.Port);
            await raw.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"GET {_page.App.Link.AbsolutePath}session HTTP/1.1\r\n{hosts}\r\n"));
            using var answer = new StreamReader(raw.GetStream());
            Assert.Matches("^HTTP/1.1 40[03] ", await answer.ReadLineAsync());
        }
    }

    [Fact]
    public async Task Every_answer_forbids_what_is_not_its_own()
    {
        foreach (string path in (string[])["", "session", "recording", "no.such", "/"])
        {
            using HttpResponseMessage response = await _page.GetAsync(path);
            string Header(string name) =>
                string.Join(',', response.Headers.GetValues(name));
            Assert.StartsWith("default-src 'self';", Header("Content-Security-Policy"));
            Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"));
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", Header("Referrer-Policy"));
            Assert.Equal("no-store", Header("Cache-Control"));
            Assert.False(response.Headers.Contains("Server"));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task What_is_posted_needs_the_header_and_is_JSON_and_short()
    {
        const string Body = """{"process":7,"text":"hello\n"}""";
        (string, string) known = ("X-Doorway", "1");
        async Task<HttpStatusCode> StatusAsync(
            string body, params (string, string)[] headers)
        {
            using HttpResponseMessage response =
                await _page.PostAsync("type", body, headers);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(Body));
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            await StatusAsync(Body, known, ("Content-Type", "text/plain")));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("{", known));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("[]", known));
        Assert.Equal(
            HttpStatusCode.BadRequest, await StatusAsync("""{"process":"7"}""", known));
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            await StatusAsync($"{{\"text\":\"{new string('x', 65_536)}\"}}", known));
        Assert.Empty(_session.Typed);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(Body, known));
        Assert.Equal([(7, "hello\n", false)], _session.Typed);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("65")]
    [InlineData("1.5")]
    [InlineData("{}")]
    public async Task A_number_of_clients_that_is_none_is_refused(string clients)
    {
        using HttpResponseMessage response = await _page.PostAsync(
            "ask", $"{{\"transport\":\"udp\",\"text\":\"x\",\"clients\":{clients}}}",
            ("X-Doorway", "1"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("ask", """{"transport":"udp","text":"x"}""")]
    [InlineData("link", """{"direction":"both","name":"loss","value":1}""")]
    [InlineData("mode", """{"mode":"iterative"}""")]
    public async Task What_there_is_not_is_said_in_a_line(string control, string body)
    {
        using HttpResponseMessage response =
            await _page.PostAsync(control, body, ("X-Doorway", "1"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "there is no lab here: other programs are watched\n",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("DELETE", "session", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "no.such", HttpStatusCode.NotFound)]
    [InlineData("GET", "no.js", HttpStatusCode.NotFound)]
    [InlineData("GET", "../session.html", HttpStatusCode.Forbidden)]
    [InlineData("GET", "event/1", HttpStatusCode.NotFound)]
    [InlineData("GET", "event/-1", HttpStatusCode.NotFound)]
    [InlineData("GET", "event/x", HttpStatusCode.NotFound)]
    [InlineData("POST", "no.such", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_not_found(
        string method, string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await _page.SendAsync(
            new HttpMethod(method), new Uri(_page.App.Link, path),
            method == "POST" ? "{}" : null, ("X-Doorway", "1"));
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_session_says_what_is_watched_and_what_can_not_be_seen()
    {
        _session.Log.Add(new NoticeEvent { Words = "one" });
        JsonElement session = await _page.JsonAsync("session");
        Assert.Equal("a test", session.GetProperty("title").GetString());
        Assert.Equal("live", session.GetProperty("mode").GetString());
        Assert.False(session.GetProperty("ended").GetBoolean());
        Assert.False(session.GetProperty("lab").GetBoolean());
        JsonElement frames = session.GetProperty("sources").GetProperty("frames");
        Assert.False(frames.GetProperty("on").GetBoolean());
        Assert.Equal("it is a test", frames.GetProperty("why").GetString());
        Assert.Equal(
            "python3 x.py", session.GetProperty("programs")[0].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, session.GetProperty("link").ValueKind);
        Assert.Equal(1, session.GetProperty("first").GetInt64());
        Assert.Equal(1, session.GetProperty("last").GetInt64());
    }

    [Fact]
    public async Task An_event_in_full_has_all_its_bytes_and_a_frame_its_fields()
    {
        byte[] text = Encoding.UTF8.GetBytes(new string('x', 1000));
        _session.Log.Add(new OutputEvent { Process = 7, Bytes = text });
        _session.Log.Add(new FrameEvent { Bytes = text, OriginalLength = 2000 });
        JsonElement output = await _page.JsonAsync("event/1");
        Assert.Equal(text, output.GetProperty("bytes").GetBytesFromBase64());
        Assert.Empty(output.GetProperty("fields").EnumerateArray());
        JsonElement frame = await _page.JsonAsync("event/2");
        Assert.Equal(2, frame.GetProperty("event").GetProperty("n").GetInt32());
        Assert.Equal(2000, frame.GetProperty("event").GetProperty("original").GetInt32());
    }

    [Fact]
    public async Task The_recording_is_a_file_to_keep()
    {
        _session.Log.Add(new OutputEvent { Process = 7, Bytes = "hello"u8.ToArray() });
        _session.Log.Add(new NoticeEvent { Words = "two" });
        using HttpResponseMessage response = await _page.GetAsync("recording");
        Assert.Equal(
            "attachment; filename=\"doorway.pcapng\"",
            response.Content.Headers.ContentDisposition?.ToString());
        using RecordingReader recording = RecordingReader.Open(
            new MemoryStream(await response.Content.ReadAsByteArrayAsync(
                TestContext.Current.CancellationToken)));
        WatchEvent[] events = [.. recording.Read()];
        Assert.Equal("hello"u8, Assert.IsType<OutputEvent>(events[0]).Bytes.Span);
        Assert.Equal("two", Assert.IsType<NoticeEvent>(events[1]).Words);
        Assert.Equal([1L, 2L], events.Select(seen => seen.Number));
    }

    public async ValueTask DisposeAsync()
    {
        await _page.DisposeAsync();
        await _session.DisposeAsync();
    }
}
