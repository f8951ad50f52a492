using System.Text.Json;

namespace Doorway.Cli.Checks.Batch;

/// <summary>A batch as JSON; every time is in seconds.</summary>
static class BatchJson
{
    /// <summary>All of it.</summary>
    public static void Write(
        Utf8JsonWriter json, IReadOnlyList<SubmissionResult> results, int code)
    {
        json.WriteStartArray("submissions");
        foreach (SubmissionResult result in results)
        {
            json.WriteStartObject();
            Write(json, result);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("exitCode", code);
    }

    /// <summary>One submission.</summary>
    public static void Write(Utf8JsonWriter json, SubmissionResult result)
    {
        json.WriteString("name", Shown.Text(result.Submission.Name));
        json.WriteString("verdict", result.Verdict);
        if (result.Code is { } code)
        {
            json.WriteNumber("exitCode", code);
        }
        else
        {
            json.WriteNull("exitCode");
        }

        json.WriteString("takenFor", result.Kind);
        foreach (string level in BatchTable.Levels)
        {
            (int held, int judged) = result.Counts.GetValueOrDefault(level);
            json.WriteStartObject(level.ToLowerInvariant());
            json.WriteNumber("held", held);
            json.WriteNumber("judged", judged);
            json.WriteEndObject();
        }

        json.WriteStartArray("findings");
        foreach (string id in result.Findings)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
        json.WriteString("fault", result.Fault is null ? null : Shown.Text(result.Fault));
        json.WriteNumber("seconds", result.Time.TotalSeconds);
    }

    /// <summary>1 where a program is not right, 4 where only Doorway failed, else 0.</summary>
    public static int ExitCode(IReadOnlyList<SubmissionResult> results) =>
        results.Any(result => result.Code is Cli.ExitCode.Failed or Cli.ExitCode.NotStarted)
            ? Cli.ExitCode.Failed
        : results.Any(result => result.Code != Cli.ExitCode.Ok)
            ? Cli.ExitCode.OwnFault : Cli.ExitCode.Ok;
}
