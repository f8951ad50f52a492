using System.Text.Json;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Reports;

/// <summary>The one document that <c>--json</c> writes to standard output at the end.</summary>
static class JsonReport
{
    /// <summary>Writes a document.</summary>
    /// <param name="members">Writes the members of its object.</param>
    public static void Write(Action<Utf8JsonWriter> members)
    {
        using Stream output = Standard.Output();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }
}
