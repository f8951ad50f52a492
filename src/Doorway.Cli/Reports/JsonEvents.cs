using System.Text.Json;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Reports;

/// <summary>Events on standard output, one JSON object a line (<c>--json-stream</c>).</summary>
/// <param name="output">Standard output.</param>
/// <param name="outlivesReader">
/// Whether events are for nobody, and no failure, once the reader has gone.
/// </param>
sealed class JsonEvents(Stream output, bool outlivesReader)
{
    readonly Lock _gate = new();

    // Made each time: a field of this type would load the JSON library when nobody wants events.
    static JsonWriterOptions Options => new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes one event.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="members">Writes its other members.</param>
    public void Write(string name, Action<Utf8JsonWriter> members)
    {
        lock (_gate)
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, Options))
            {
                json.WriteStartObject();
                json.WriteString("event", name);
                json.WriteString("time", DateTime.UtcNow);
                members(json);
                json.WriteEndObject();
            }

            buffer.WriteByte((byte)'\n');
            try
            {
                output.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
                output.Flush();
            }
            catch (OutputGoneException) when (outlivesReader)
            {
                // A server serves on without its supervisor.
            }
        }
    }

    /// <summary>Writes one socket call.</summary>
    public void Call(Entry entry) => Write("call", json =>
    {
        json.WriteString("side", entry.Side.ToString().ToLowerInvariant());
        json.WriteString("call", CallText.Name(entry.Call));
        json.WriteNumber("socket", entry.Socket);
        json.WriteString("local", entry.Local.ToString());
        json.WriteString("peer", entry.Peer.ToString());
        json.WriteNumber("result", entry.Result);
        json.WriteString("error", entry.Error.ToString());
        json.WriteNumber("waitedSeconds", entry.Waited.TotalSeconds);
        json.WriteString("text", CallText.Of(entry));
        json.WriteBase64String("bytes", entry.Bytes.Span);
    });
}
