using System.Text.Json;

namespace Doorway.Cli.Lab;

/// <summary>What the lab has done, for <c>--json</c>.</summary>
sealed class LabReport
{
    readonly List<string> _answers = [];
    readonly List<string> _failures = [];
    long _lines;

    /// <summary>A line was read.</summary>
    public void AddLine() => _lines++;

    /// <summary>A line was answered alike over UDP and TCP.</summary>
    public void AddAnswer(string text) => _answers.Add(text);

    /// <summary>A line was not, or the lab did not start.</summary>
    public void AddFailure(string words) => _failures.Add(words);

    /// <summary>Writes it as members of a JSON object.</summary>
    public void Write(Utf8JsonWriter json, int exitCode)
    {
        json.WriteNumber("lines", _lines);
        json.WriteNumber("answered", _answers.Count);
        WriteTexts("failures", _failures);
        json.WriteNumber("exitCode", exitCode);
        WriteTexts("answers", _answers);

        void WriteTexts(string name, List<string> texts)
        {
            json.WriteStartArray(name);
            foreach (string text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }
}
