using System.Text;
using System.Text.Json;

namespace Doorway.Cli.Watching;

/// <summary>What the page can have done: each control takes a JSON object, and answers with one.
/// </summary>
sealed class WatchControls(WatchSession session)
{
    // As many as may wait at once are seen well; more is a load, which bench does.
    const int MostClients = 64;

    /// <summary>Does what is asked for.</summary>
    public delegate Task<Action<Utf8JsonWriter>> Control(
        JsonElement body, CancellationToken cancellation);

    /// <summary>The control of a name; null where there is none.</summary>
    public Control? Find(string name) => name switch
    {
        "ask" => AskAsync,
        "type" => TypeAsync,
        "link" => LinkAsync,
        "mode" => ModeAsync,
        _ => null,
    };

    async Task<Action<Utf8JsonWriter>> AskAsync(JsonElement body, CancellationToken cancellation)
    {
        Transport transport = Text(body, "transport") switch
        {
            "udp" => Transport.Udp,
            "tcp" => Transport.Tcp,
            var other => throw new FormatException($"transport \"{other}\" is neither udp nor tcp"),
        };
        int clients = Property(body, "clients") is not { } count ? 1
            : count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out int number)
                ? number : 0;
        if (clients is < 1 or > MostClients)
        {
            throw new FormatException($"clients: from 1 to {MostClients}");
        }

        IReadOnlyList<LabReply> replies = await Lab.AskAsync(
            transport, Text(body, "text"), clients, cancellation);
        return json =>
        {
            Write(json, replies[0]);
            json.WriteStartArray("answers");
            foreach (LabReply reply in replies)
            {
                json.WriteStartObject();
                Write(json, reply);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        };
    }

    Task<Action<Utf8JsonWriter>> TypeAsync(JsonElement body, CancellationToken cancellation)
    {
        int process = Property(body, "process") is { ValueKind: JsonValueKind.Number } element
            && element.TryGetInt32(out int number)
                ? number : throw new FormatException("process: a number is missing");
        bool isEnd = body.TryGetProperty("end", out JsonElement end)
            && end.ValueKind == JsonValueKind.True;
        string? error = session.Type(process, Text(body, "text"), isEnd);
        return Task.FromResult<Action<Utf8JsonWriter>>(
            json => json.WriteString("error", error));
    }

    Task<Action<Utf8JsonWriter>> LinkAsync(JsonElement body, CancellationToken cancellation)
    {
        IReadOnlyList<Direction> directions = Text(body, "direction") switch
        {
            "both" => [Direction.ToServer, Direction.ToClient],
            "server" or "to-server" => [Direction.ToServer],
            "client" or "to-client" => [Direction.ToClient],
            var other => throw new FormatException(
                $"direction \"{other}\" is none of both, server, client"),
        };
        double value = Property(body, "value") is { ValueKind: JsonValueKind.Number } element
            ? element.GetDouble() : throw new FormatException("value: a number is missing");
        string? error = Lab.Change(directions, Text(body, "name"), value);
        return error is not null
            ? throw new FormatException(error)
            : Task.FromResult<Action<Utf8JsonWriter>>(
                json => SessionJson.Write(json, Lab.Link));
    }

    async Task<Action<Utf8JsonWriter>> ModeAsync(JsonElement body, CancellationToken cancellation)
    {
        ServerMode mode = Text(body, "mode") switch
        {
            "iterative" => ServerMode.Iterative,
            "concurrent" => ServerMode.Concurrent,
            var other => throw new FormatException(
                $"mode \"{other}\" is neither iterative nor concurrent"),
        };
        await Lab.ChangeAsync(mode, cancellation);
        return json => json.WriteString("serverMode", SessionJson.Name(Lab.Mode));
    }

    ILabControls Lab => session.Lab
        ?? throw new FormatException("there is no lab here: other programs are watched");

    static void Write(Utf8JsonWriter json, LabReply reply)
    {
        json.WriteString(
            "answer", reply.Answer is null ? null : Encoding.UTF8.GetString(reply.Answer));
        json.WriteString("error", reply.Error);
    }

    static JsonElement? Property(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out JsonElement value)
            ? value : null;

    static string Text(JsonElement body, string name) =>
        Property(body, name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new FormatException($"{name}: a text is missing");
}
