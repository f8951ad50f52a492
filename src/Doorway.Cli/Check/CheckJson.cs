using System.Text.Encodings.Web;
using System.Text.Json;
using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>
/// A check as JSON; every time is in seconds. Text is shown escaped as everywhere, and bytes stand
/// beside it in base64.
/// </summary>
static class CheckJson
{
    /// <summary>The whole document's members.</summary>
    /// <param name="json">Where they are written.</param>
    /// <param name="sheet">What is known.</param>
    /// <param name="code">The exit code; null while it is not known.</param>
    public static void Write(Utf8JsonWriter json, CheckSheet sheet, int? code)
    {
        json.WriteString("command", sheet.Request.Command);
        json.WriteBoolean("complete", sheet.IsComplete);
        json.WriteString("verdict", CheckTally.Line(sheet));
        WriteNullable(json, "exitCode", code);
        json.WriteNumber("seconds", sheet.Time.TotalSeconds);
        if (sheet.IsIsolated is { } isolated)
        {
            json.WriteBoolean("isolated", isolated);
        }
        else
        {
            json.WriteNull("isolated");
        }

        WriteSubject(json, sheet.Traits);
        WriteSummary(json, sheet);
        WriteNotStarted(json, sheet);
        json.WriteStartArray("results");
        foreach (CaseResult result in sheet.Results)
        {
            json.WriteStartObject();
            Write(json, result, sheet);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "log", sheet.Log);
    }

    /// <summary>The document in a file.</summary>
    public static void Write(CheckSheet sheet, int? code, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions
        {
            Indented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        json.WriteStartObject();
        Write(json, sheet, code);
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    /// <summary>What the program is.</summary>
    public static void WriteSubject(Utf8JsonWriter json, Traits? traits)
    {
        if (traits is null)
        {
            json.WriteNull("subject");
            return;
        }

        json.WriteStartObject("subject");
        json.WriteString("role", CheckWords.Of(traits.Role));
        json.WriteString("transport", traits.Transport.ToString().ToLowerInvariant());
        json.WriteNumber("port", traits.Port);
        json.WriteString("profile", CheckWords.Of(traits.Profile));
        json.WriteString("service", CheckWords.Of(traits.Service));
        json.WriteString(
            "language",
            traits.Language == Language.Unknown ? null : CheckWords.Of(traits.Language));
        json.WriteEndObject();
    }

    /// <summary>One result.</summary>
    public static void Write(Utf8JsonWriter json, CaseResult result, CheckSheet sheet)
    {
        json.WriteString("id", result.Case.Id);
        json.WriteString("level", CheckWords.Of(result.Level));
        json.WriteString("outcome", CheckWords.Of(result.Outcome));
        json.WriteString("title", result.Case.Title);
        json.WriteString("requirement", result.Case.Requirement);
        json.WriteString("source", result.Case.Source);
        json.WriteNumber("seconds", result.Time.TotalSeconds);
        json.WriteString("reason", result.Reason is null ? null : Shown.Text(result.Reason));
        if (result.Finding is { } finding)
        {
            Write(json, finding, Advice.For(result, sheet.Language));
            json.WriteString("again", sheet.Request.Again(result.Case.Id));
            json.WriteStartArray("trace");
            foreach (TraceEvent step in result.Trace)
            {
                Write(json, step);
            }

            json.WriteEndArray();
        }
    }

    static void Write(Utf8JsonWriter json, Finding finding, Advice advice)
    {
        json.WriteString("symptom", Shown.Text(finding.Symptom));
        json.WriteStartArray("evidence");
        foreach (Evidence evidence in finding.Evidence)
        {
            json.WriteStartObject();
            Write(json, evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "causes", advice.Causes);
        json.WriteString("fix", Shown.Text(advice.Fix));
        json.WriteString("code", advice.Code);
    }

    static void Write(Utf8JsonWriter json, Evidence evidence)
    {
        if (evidence is Evidence.Difference difference)
        {
            json.WriteString("kind", "difference");
            json.WriteString("expected", Shown.Bytes(difference.Expected.Span));
            json.WriteString("actual", Shown.Bytes(difference.Actual.Span));
            json.WriteBase64String("expectedBytes", difference.Expected.Span);
            json.WriteBase64String("actualBytes", difference.Actual.Span);
            WriteNullable(json, "firstDifference", difference.At < 0 ? null : difference.At);
        }
        else if (evidence is Evidence.Text text)
        {
            json.WriteString("kind", "text");
            json.WriteString("heading", Shown.Text(text.Heading));
            WriteTexts(json, "lines", text.Lines);
        }
    }

    static void Write(Utf8JsonWriter json, TraceEvent step)
    {
        json.WriteStartObject();
        json.WriteNumber("seconds", step.Time.TotalSeconds);
        json.WriteString("side", step.Side.ToString().ToLowerInvariant());
        json.WriteString("what", Shown.Text(step.What));
        json.WriteNumber("connection", step.Connection);
        json.WriteBoolean("frame", step.IsFrame);
        json.WriteNumber("length", step.Length);
        json.WriteString("text", Shown.Bytes(step.Bytes.Span));
        json.WriteBase64String("bytes", step.Bytes.Span);
        json.WriteEndObject();
    }

    static void WriteSummary(Utf8JsonWriter json, CheckSheet sheet)
    {
        json.WriteStartObject("summary");
        foreach (CheckLevel level in Enum.GetValues<CheckLevel>())
        {
            json.WriteStartObject(CheckWords.Of(level).ToLowerInvariant());
            foreach (CaseOutcome outcome in Enum.GetValues<CaseOutcome>())
            {
                json.WriteNumber(CheckWords.Of(outcome), sheet.With(outcome).Count(
                    result => result.Level == level));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    static void WriteNotStarted(Utf8JsonWriter json, CheckSheet sheet)
    {
        if (sheet.NotStarted is not { } finding)
        {
            json.WriteNull("notStarted");
            return;
        }

        json.WriteStartObject("notStarted");
        Write(json, finding, Advice.For(finding, sheet.Language));
        json.WriteEndObject();
    }

    static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(Shown.Text(text));
        }

        json.WriteEndArray();
    }

    static void WriteNullable(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
