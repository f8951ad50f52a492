using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Doorway.Tests.Watch;

/// <summary>
/// Serves the page that is built into the command, and plays events to it that a test made up, with
/// the headers that it has in earnest.
/// </summary>
sealed class PageServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly List<JsonObject> _events = [];
    readonly List<string> _written = [];
    readonly Lock _gate = new();
    readonly CancellationTokenSource _stop = new();
    CancellationTokenSource _break = new();

    public PageServer(JsonObject? session = null)
    {
        Session = session ?? PageScene.Session();
        // HttpListener can't pick a port: one that was free a moment ago.
        for (int tries = 0; ; tries++)
        {
            Address = new Uri($"http://127.0.0.1:{FreePort()}/secret/");
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(Address.AbsoluteUri);
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (tries < 20)
            {
            }
        }

        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public JsonObject Session { get; }

    /// <summary>What the page asked to be done, with its path.</summary>
    public ConcurrentQueue<(string Path, JsonNode Body, string? Mark)> Posts { get; } = new();

    /// <summary>What answers a control.</summary>
    public Func<string, JsonNode, JsonNode?> Answer { get; set; } = (_, _) => new JsonObject();

    /// <summary>After which events streams were asked for.</summary>
    public ConcurrentQueue<string> Resumed { get; } = new();

    /// <summary>The bytes and fields of an event; by default its text alone.</summary>
    public Func<JsonObject, JsonObject> Full { get; set; } = PageScene.Full;

    public void Play(IEnumerable<JsonObject> events)
    {
        lock (_gate)
        {
            foreach (JsonObject one in events)
            {
                one["n"] = _events.Count + 1;
                _events.Add(one);
                _written.Add(one.ToJsonString());
            }
        }
    }

    /// <summary>Ends every stream, as a network does that breaks.</summary>
    public void Break()
    {
        CancellationTokenSource old = Interlocked.Exchange(ref _break, new());
        old.Cancel();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Close();
    }

    static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException
                or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => ServeAsync(context));
        }
    }

    async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            context.Response.Headers["Content-Security-Policy"] = "default-src 'self'";
            context.Response.Headers["X-Content-Type-Options"] = "nosniff";
            string path = context.Request.Url!.AbsolutePath[Address.AbsolutePath.Length..];
            await (path switch
            {
                "session" => JsonAsync(context, Session),
                "events" => StreamAsync(context),
                _ when context.Request.HttpMethod == "POST" => PostAsync(context, path),
                _ when path.StartsWith("event/") => EventAsync(context, int.Parse(path[6..])),
                _ => FileAsync(context, path.Length == 0 ? "index.html" : path),
            });
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException
            or ObjectDisposedException or OperationCanceledException)
        {
            context.Response.Abort();
        }
    }

    async Task StreamAsync(HttpListenerContext context)
    {
        CancellationToken ended = _break.Token;
        string after = context.Request.Headers["Last-Event-ID"]
            ?? context.Request.QueryString["after"] ?? "0";
        Resumed.Enqueue(after);
        int next = int.Parse(after);
        context.Response.ContentType = "text/event-stream";
        context.Response.SendChunked = true;
        await WriteAsync(context, "retry: 100\n\n");
        while (!ended.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            List<string> batch;
            lock (_gate)
            {
                batch = _written.GetRange(next, Math.Min(500, _written.Count - next));
            }

            if (batch.Count > 0)
            {
                next += batch.Count;
                await WriteAsync(context, $"id: {next}\ndata: [{string.Join(',', batch)}]\n\n");
            }
            else
            {
                await Task.Delay(10);
            }
        }

        context.Response.Close();
    }

    static async Task WriteAsync(HttpListenerContext context, string text)
    {
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await context.Response.OutputStream.FlushAsync();
    }

    async Task PostAsync(HttpListenerContext context, string path)
    {
        JsonNode body = (await JsonNode.ParseAsync(context.Request.InputStream))!;
        Posts.Enqueue((path, body, context.Request.Headers["X-Doorway"]));
        await JsonAsync(context, Answer(path, body));
    }

    Task EventAsync(HttpListenerContext context, int number)
    {
        JsonObject found;
        lock (_gate)
        {
            found = _events[number - 1];
        }

        return JsonAsync(context, Full(found));
    }

    static Task JsonAsync(HttpListenerContext context, JsonNode? node) =>
        SendAsync(context, "application/json",
            Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null"));

    static async Task FileAsync(HttpListenerContext context, string name)
    {
        await using Stream? file =
            typeof(Cli.ExitCode).Assembly.GetManifestResourceStream($"watch/{name}");
        if (file is null)
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
            return;
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        string type = Path.GetExtension(name) switch
        {
            ".js" => "text/javascript",
            ".css" => "text/css",
            ".svg" => "image/svg+xml",
            _ => "text/html; charset=utf-8",
        };
        await SendAsync(context, type, bytes.ToArray());
    }

    static async Task SendAsync(HttpListenerContext context, string type, byte[] bytes)
    {
        context.Response.ContentType = type;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
