using System.Globalization;
using System.Text;
using System.Text.Json;
using Doorway.Watch;
using Microsoft.AspNetCore.Http;

namespace Doorway.Cli.Watching;

/// <summary>What is asked for, and what is answered: one request at a time.</summary>
/// <param name="session">What is watched.</param>
/// <param name="gate">Who is let in.</param>
/// <param name="stop">Ends the streams.</param>
sealed class WatchPages(WatchSession session, WatchGate gate, CancellationToken stop)
{
    readonly WatchControls _controls = new(session);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        Guard(context.Response.Headers);
        try
        {
            await AnswerCheckedAsync(context);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (BadHttpRequestException failure)
        {
            await SayAsync(context, failure.StatusCode, failure.Message);
        }
        catch (JsonException)
        {
            await SayAsync(context, StatusCodes.Status400BadRequest, "this is no JSON");
        }
        catch (FormatException failure)
        {
            await SayAsync(context, StatusCodes.Status400BadRequest, failure.Message);
        }
    }

    // Nothing but the page's own files runs or is loaded there, whatever a peer has sent; and
    // nobody else may frame it, read it or learn its address.
    static void Guard(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
    }

    async Task AnswerCheckedAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string? path = gate.PathOf(request);
        if (path is null)
        {
            await SayAsync(
                context, StatusCodes.Status403Forbidden, "open the link that doorway printed");
        }
        else if (path.Length == 0)
        {
            context.Response.Redirect($"/{gate.Token}/");
        }
        else if (HttpMethods.IsGet(request.Method))
        {
            await GetAsync(context, path[1..]);
        }
        else if (HttpMethods.IsPost(request.Method))
        {
            await PostAsync(context, path[1..]);
        }
        else
        {
            context.Response.Headers.Allow = "GET, POST";
            await SayAsync(context, StatusCodes.Status405MethodNotAllowed, "only GET and POST");
        }
    }

    Task GetAsync(HttpContext context, string name) => name switch
    {
        "session" => JsonAsync(context, json => SessionJson.Write(json, session)),
        "events" => new WatchStream(session).SendAsync(context, stop),
        "recording" => RecordingAsync(context),
        _ when name.StartsWith("event/", StringComparison.Ordinal) =>
            EventAsync(context, name["event/".Length..]),
        _ => FileAsync(context, name.Length == 0 ? "index.html" : name),
    };

    async Task PostAsync(HttpContext context, string name)
    {
        HttpRequest request = context.Request;
        if (request.Headers[WatchGate.Header] != "1")
        {
            await SayAsync(
                context, StatusCodes.Status403Forbidden, $"{WatchGate.Header}: 1 is missing");
        }
        else if (!request.HasJsonContentType())
        {
            await SayAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "only application/json");
        }
        else if (_controls.Find(name) is { } control)
        {
            using JsonDocument body = await JsonDocument.ParseAsync(
                request.Body, cancellationToken: context.RequestAborted);
            Action<Utf8JsonWriter> answer = await control(
                body.RootElement, context.RequestAborted);
            await JsonAsync(context, answer);
        }
        else
        {
            await SayAsync(context, StatusCodes.Status404NotFound, "there is no such control");
        }
    }

    async Task EventAsync(HttpContext context, string number)
    {
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long wanted)
            || session.Log.Find(wanted) is not { } seen)
        {
            await SayAsync(
                context, StatusCodes.Status404NotFound, "that event is not kept any more, or yet");
            return;
        }

        await JsonAsync(context, json =>
        {
            json.WritePropertyName("event");
            WatchJson.Write(json, seen);
            json.WriteBase64String("bytes", WatchJson.BytesOf(seen).Span);
            json.WriteStartArray("fields");
            foreach (HeaderField field in seen is FrameEvent frame ? HeaderFields.Of(frame) : [])
            {
                json.WriteStartObject();
                json.WriteString("layer", field.Layer);
                json.WriteString("name", field.Name);
                json.WriteString("value", field.Value);
                json.WriteNumber("bit", field.Bit);
                json.WriteNumber("bits", field.Bits);
                json.WriteString("note", field.Note);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    async Task RecordingAsync(HttpContext context)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.ContentDisposition =
            "attachment; filename=\"doorway.pcapng\"";
        await Recorder.WriteAsync(
            session.Log, context.Response.Body, context.RequestAborted);
    }

    static async Task FileAsync(HttpContext context, string name)
    {
        if (PageFiles.Find(name) is not { } file)
        {
            await SayAsync(context, StatusCodes.Status404NotFound, "there is no such file");
            return;
        }

        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Bytes.Length;
        await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
    }

    static async Task JsonAsync(HttpContext context, Action<Utf8JsonWriter> members)
    {
        using var document = new MemoryStream();
        await using (var json = new Utf8JsonWriter(document))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = document.Length;
        document.Position = 0;
        await document.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    static async Task SayAsync(HttpContext context, int status, string words)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        byte[] line = Encoding.UTF8.GetBytes(words + "\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = line.Length;
        await context.Response.Body.WriteAsync(line);
    }
}
